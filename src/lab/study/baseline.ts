import type { Cell, Factor } from './expand.ts';
import type { Study } from './study.ts';

type Levels = Study['baseline'];

/**
 * The cell that the others of its data set are compared with: the first of those that agree with the chosen levels in
 * most factors. So a choice made on one set holds on the others as far as they have it.
 *
 * @param cells of one data set, at least one
 */
export function baselineCell(baseline: Levels, cells: readonly Cell[]): Cell {
  const wanted = Object.entries(baseline);
  const agreement = ({ levels }: Cell) => wanted.filter(([name, label]) => levels[name] === label).length;
  return cells.reduce((best, cell) => (agreement(cell) > agreement(best) ? cell : best));
}

/** What is left of a chosen baseline when the factors have changed: the levels that are still there. */
export function fittingBaseline(baseline: Levels, factors: readonly Factor[]): Levels {
  return Object.fromEntries(
    Object.entries(baseline).filter(([name, label]) =>
      factors.some((factor) => factor.name === name && factor.levels.some((level) => level.label === label)),
    ),
  );
}
