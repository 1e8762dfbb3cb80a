import { canonicalJson } from '../recipe/canonical.ts';
import { factsOfReference } from '../recipe/data-facts.ts';
import { effectiveRecipe, noEffects } from '../recipe/no-effect.ts';
import type { Cell } from './expand.ts';
import { badStudy } from './study.ts';

/**
 * Refuses a study that would count one recipe twice: a cell whose name says what its recipe does not do, or two cells
 * that differ in nothing that has an effect. For studies that are to be trained: what was trained before is shown.
 *
 * @throws LabError `bad-study`
 */
export function refuseIdleCells(cells: readonly Cell[]): void {
  const seen = new Map<string, Cell>();
  for (const cell of cells) {
    const facts = factsOfReference(cell.recipe.dataset);
    const refusal = noEffects(cell.recipe, facts).find(({ refused }) => refused);
    if (refusal) throw badStudy(`In the cell "${cell.name}": ${refusal.reason}`);
    const key = canonicalJson(effectiveRecipe(cell.recipe, facts));
    const other = seen.get(key);
    if (other) {
      throw badStudy(
        `"${other.name}" and "${cell.name}" would train the same, and count one recipe twice.${why(other, cell)}`,
      );
    }
    seen.set(key, cell);
  }
}

/** What one of two cells says to have no effect, and the other does not. */
function why(...pair: readonly [Cell, Cell]): string {
  const [first, second] = pair.map(({ recipe }) =>
    noEffects(recipe, factsOfReference(recipe.dataset)).map(({ reason }) => reason),
  ) as [string[], string[]];
  const reasons = [
    ...first.filter((reason) => !second.includes(reason)),
    ...second.filter((reason) => !first.includes(reason)),
  ];
  return reasons.map((reason) => ` ${reason}`).join('');
}
