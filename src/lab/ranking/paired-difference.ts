import type { Task } from '../dataset.ts';
import type { Predictions } from '../run-record.ts';
import { pairedDifferenceOf } from '../statistics/delong.ts';
import type { Estimate } from '../statistics/intervals.ts';
import { predictionInfluence } from '../statistics/prediction-influence.ts';
import { rankingInfluence } from './cross-fit.ts';

/** What two runs were given on val. */
interface ValPredictions {
  readonly val: Predictions | null;
  readonly ranking: Predictions | null;
}

/** How far two runs are apart on the same val images. */
export interface RunDifference {
  /** By what is compared: the cross-fitted score, or the best epoch's where one of the two has no other. */
  readonly by: 'cross-fitted' | 'best-epoch';
  /** Null where it is not defined at this size, see pairedDifferenceOf. */
  readonly estimate: Estimate | null;
}

/** @returns null where the two were not scored on the same images, or one of them has no AUC */
export function differenceBetween(
  left: ValPredictions,
  right: ValPredictions,
  task: Task,
): RunDifference | null {
  if (!left.val || !right.val || !isSame(left.val.labels, right.val.labels)) return null;
  const fitted = left.ranking && right.ranking;
  const [first, second] = fitted
    ? [rankingInfluence(left.ranking, task), rankingInfluence(right.ranking, task)]
    : [predictionInfluence(left.val, task), predictionInfluence(right.val, task)];
  if (!first || !second) return null;
  return { by: fitted ? 'cross-fitted' : 'best-epoch', estimate: pairedDifferenceOf(first, second) };
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((label, place) => label === right[place]);
}
