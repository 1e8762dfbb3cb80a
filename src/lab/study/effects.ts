import { type Contrast, contrast, type ScoreTable } from '../statistics/contrast.ts';
import { holm } from '../statistics/holm.ts';
import type { Cell, Factor } from './expand.ts';

/** What a level, or two levels together, do to the AUC. */
export interface Effect extends Contrast {
  /** For instance "flip" or "flip × noise". */
  readonly name: string;
  readonly kind: 'main' | 'interaction';
  readonly factors: readonly string[];
  /** One sentence saying what is measured. */
  readonly meaning: string;
  /** Adjusted for all effects of the block. */
  readonly adjustedP: number;
}

interface Weighted {
  readonly name: string;
  readonly kind: Effect['kind'];
  readonly factors: readonly string[];
  readonly meaning: string;
  readonly weights: readonly number[];
}

/**
 * Main effects and two-factor interactions of a full factorial, as contrasts of cell means. None where the cells are
 * not the full product of their levels: an effect would then mix up factors.
 *
 * @param cells those of the table, in its order
 */
export function effectsOf(
  factors: readonly Factor[],
  cells: readonly Cell[],
  table: ScoreTable,
): readonly Effect[] {
  const present = factors
    .map(({ name, levels }) => ({
      name,
      levels: levels
        .map(({ label }) => label)
        .filter((label) => cells.some((cell) => cell.levels[name] === label)),
    }))
    .filter(({ levels }) => levels.length > 1);
  const product = present.reduce((count, { levels }) => count * levels.length, 1);
  if (present.length === 0 || product !== cells.length) return [];
  const contrasts = [
    ...present.flatMap((factor) => mainEffects(factor, cells)),
    ...present.flatMap((left, index) =>
      present.slice(index + 1).flatMap((right) => interactions(left, right, cells)),
    ),
  ];
  const found = contrasts.map(({ weights, ...effect }) => ({ ...effect, ...contrast(table, weights)! }));
  const adjusted = holm(found.map(({ p }) => p));
  return found.map((effect, index) => ({ ...effect, adjustedP: adjusted[index]! }));
}

interface Present {
  readonly name: string;
  readonly levels: readonly string[];
}

/** Two levels: second minus first. More: each level minus the mean of the others. */
function mainEffects({ name, levels }: Present, cells: readonly Cell[]): Weighted[] {
  const isAt = (level: string) => cells.map((cell) => cell.levels[name] === level);
  const measured = levels.length === 2 ? levels.slice(1) : levels;
  return measured.map((level) => {
    const at = isAt(level);
    const count = at.filter(Boolean).length;
    return {
      name: levels.length === 2 && level === 'on' ? name : `${name}: ${level}`,
      kind: 'main',
      factors: [name],
      meaning:
        levels.length === 2
          ? `Mean AUC with ${level}, minus that with ${levels[0]}, over all else.`
          : `Mean AUC with ${level}, minus that of the other levels of ${name}, over all else.`,
      weights: at.map((on) => (on ? 1 / count : -1 / (cells.length - count))),
    };
  });
}

/** How much the step from the first level of one factor changes with the step of the other. */
function interactions(left: Present, right: Present, cells: readonly Cell[]): Weighted[] {
  return left.levels.slice(1).flatMap((leftLevel) =>
    right.levels.slice(1).map((rightLevel): Weighted => {
      const sign = ({ levels }: Cell) => {
        const of = (factor: Present, level: string) => {
          if (levels[factor.name] === level) return 1;
          return levels[factor.name] === factor.levels[0] ? -1 : 0;
        };
        return of(left, leftLevel) * of(right, rightLevel);
      };
      const signs = cells.map(sign);
      const share = signs.filter((value) => value !== 0).length / 4;
      const named = (factor: Present, level: string) =>
        factor.levels.length === 2 && level === 'on' ? factor.name : `${factor.name}: ${level}`;
      return {
        name: `${named(left, leftLevel)} × ${named(right, rightLevel)}`,
        kind: 'interaction',
        factors: [left.name, right.name],
        meaning: `How much more (or less) ${named(left, leftLevel)} does when ${named(right, rightLevel)} is there as well.`,
        weights: signs.map((value) => value / share),
      };
    }),
  );
}
