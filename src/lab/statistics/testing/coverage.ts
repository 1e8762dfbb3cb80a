import { createRandom } from '../../random.ts';
import { contrast, type ScoreTable } from '../contrast.ts';
import { holm } from '../holm.ts';
import { CONFIDENCE, type Estimate, type Interval } from '../intervals.ts';
import { meanAuc } from '../mean-auc.ts';
import { type Noise, noisyStudy, type StudyShape, trueAuc } from './noisy-study.ts';

/** How often what is claimed of simulated studies is true. */
export interface Coverage {
  /** Share of the first cell's intervals that hold its true mean AUC. */
  readonly cell: number;
  /** Mean width of these. */
  readonly cellWidth: number;
  /** Share of the intervals of first − second that hold the true difference. */
  readonly difference: number;
  readonly differenceWidth: number;
  /** Share of the studies in which any two cells are told apart after Holm: errors, where all cells are equal. */
  readonly anyTold: number;
  /** Share in which one cell is ahead of all others: a winner. */
  readonly winner: number;
}

/** How intervals are made. */
export interface Method {
  readonly cell: (runs: ScoreTable[number]) => Interval | null;
  readonly compare: (table: ScoreTable, weights: readonly number[]) => Estimate;
}

/** Contrast and mean as studies use them. */
export const THE_METHOD: Method = {
  cell: (runs) => meanAuc(runs).interval,
  compare: (table, weights) => contrast(table, weights)!,
};

/** Simulates studies with fixed seeds and counts. */
export function coverage(trials: number, shape: StudyShape, noise: Noise, method = THE_METHOD): Coverage {
  const counts = { cell: 0, cellWidth: 0, difference: 0, differenceWidth: 0, anyTold: 0, winner: 0 };
  const [first, second] = shape.separations.map((separation, cell) => trueAuc(separation, noise, cell));
  const holds = (interval: Interval | null, value: number) =>
    interval !== null && interval[0] <= value && value <= interval[1] ? 1 : 0;
  const width = (interval: Interval | null) => (interval ? interval[1] - interval[0] : 0);
  for (let trial = 0; trial < trials; trial++) {
    const table = noisyStudy(createRandom(17, shape.seeds, trial), shape, noise);
    const interval = method.cell(table[0]!);
    counts.cell += holds(interval, first!);
    counts.cellWidth += width(interval);
    const difference = method.compare(table, pairWeights(table, 0, 1));
    counts.difference += holds(difference.interval, first! - second!);
    counts.differenceWidth += width(difference.interval);
    const { told, winner } = tests(table, method);
    counts.anyTold += told ? 1 : 0;
    counts.winner += winner ? 1 : 0;
  }
  return {
    cell: counts.cell / trials,
    cellWidth: counts.cellWidth / trials,
    difference: counts.difference / trials,
    differenceWidth: counts.differenceWidth / trials,
    anyTold: counts.anyTold / trials,
    winner: counts.winner / trials,
  };
}

export function pairWeights(table: ScoreTable, one: number, other: number): number[] {
  return table.map((_, cell) => (cell === one ? 1 : cell === other ? -1 : 0));
}

/** All pairs, adjusted as a study does. */
function tests(table: ScoreTable, { compare }: Method): { told: boolean; winner: boolean } {
  const pairs = table.flatMap((_, one) =>
    table.slice(one + 1).map((__, gap) => [one, one + 1 + gap] as const),
  );
  const found = pairs.map(([one, other]) => compare(table, pairWeights(table, one, other)));
  const isTold = holm(found.map(({ p }) => p)).map((p) => p <= 1 - CONFIDENCE);
  const isAhead = (cell: number) =>
    pairs.every(([one, other], index) => {
      if (one !== cell && other !== cell) return true;
      return isTold[index]! && found[index]!.estimate > 0 === (one === cell);
    });
  return { told: isTold.includes(true), winner: table.some((_, cell) => isAhead(cell)) };
}
