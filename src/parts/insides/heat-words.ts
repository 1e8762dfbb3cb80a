import type { CoarseMap } from '../../ui/heat.ts';

/**
 * How far a map is to be trusted.
 *
 * @param interval of the AUC of the weights that were asked; null: not known
 */
export function mapCaution(interval: readonly [number, number] | null): string {
  return interval && interval[0] <= 0.5 && interval[1] >= 0.5
    ? 'The interval of this model’s AUC holds 0.5: it may be guessing, and so may its map.'
    : 'A map shows where, not why.';
}

const ROWS = ['upper', 'middle', 'lower'] as const;
const COLUMNS = ['left', 'middle', 'right'] as const;

/**
 * Where a map is hottest, by thirds of the picture, as "at the upper left" or "in the middle, in layer 2 of 4"; null where
 * it has one place only.
 */
export function hottestPlace({ map, shape }: CoarseMap): string | null {
  const [depth, height, width] = shape.length === 3 ? shape : [1, ...shape];
  if (depth! * height! * width! <= 1) return null;
  let hottest = 0;
  for (let at = 1; at < map.length; at++) if (map[at]! > map[hottest]!) hottest = at;
  const third = (place: number, places: number) => Math.min(2, Math.floor((3 * (place + 0.5)) / places));
  const layer = Math.floor(hottest / (height! * width!));
  const row = ROWS[third(Math.floor(hottest / width!) % height!, height!)]!;
  const column = COLUMNS[third(hottest % width!, width!)]!;
  const plane = row === 'middle' && column === 'middle' ? 'in the middle' : `at the ${row} ${column}`;
  return depth! > 1 ? `${plane}, in layer ${layer + 1} of ${depth}` : plane;
}
