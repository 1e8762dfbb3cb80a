import type { Task } from '../dataset.ts';
import type { LabelValues } from '../label-values.ts';
import type { Predictions } from '../run-record.ts';
import { pairedDifferenceOf } from '../statistics/delong.ts';
import type { Estimate } from '../statistics/intervals.ts';
import { predictionInfluenceWork } from '../statistics/prediction-influence.ts';
import type { Work } from '../work.ts';
import { rankingInfluenceWork } from './cross-fit.ts';

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
export function* differenceBetween(
  left: ValPredictions,
  right: ValPredictions,
  task: Task,
): Work<RunDifference | null> {
  if (!left.val || !right.val || !isSame(left.val.labels, right.val.labels)) return null;
  const fitted = left.ranking && right.ranking;
  const [first, second] = fitted
    ? [yield* rankingInfluenceWork(left.ranking, task), yield* rankingInfluenceWork(right.ranking, task)]
    : [yield* predictionInfluenceWork(left.val, task), yield* predictionInfluenceWork(right.val, task)];
  if (!first || !second) return null;
  return { by: fitted ? 'cross-fitted' : 'best-epoch', estimate: pairedDifferenceOf(first, second) };
}

function isSame(left: LabelValues, right: LabelValues): boolean {
  return left.length === right.length && left.every((label, place) => label === right[place]);
}
