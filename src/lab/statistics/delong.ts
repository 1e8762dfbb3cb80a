import { aucInfluence } from './auc-influence.ts';
import { type Estimate, estimateOf, type Interval, logitInterval } from './intervals.ts';
import { dot } from './moments.ts';

/** AUCs of several score vectors on the same items, with the covariance of their estimates. */
export interface DeLong {
  readonly aucs: readonly number[];
  /** [k][k] */
  readonly covariance: readonly (readonly number[])[];
}

/**
 * DeLong, DeLong & Clarke-Pearson (Biometrics 1988); see {@link aucInfluence}.
 *
 * @param labels 0 or 1, at least two of each
 * @param scores k vectors, each as long as labels
 */
export function delong(labels: ArrayLike<number>, scores: readonly ArrayLike<number>[]): DeLong {
  const parts = scores.map((vector) => aucInfluence(labels, vector));
  return {
    aucs: parts.map(({ auc }) => auc),
    covariance: parts.map((row) => parts.map((column) => dot(row.influence, column.influence))),
  };
}

/** Difference of two AUCs on the same items (first − second), with its interval and two-sided p; normal theory. */
export function pairedDeLong(
  labels: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): Estimate {
  const { aucs, covariance } = delong(labels, [first, second]);
  return estimateOf(aucs[0]! - aucs[1]!, Math.sqrt(differenceVariance(covariance)), Number.POSITIVE_INFINITY);
}

/** z of the difference between two AUCs on the same items; 0 where the two rank alike. */
export function pairedZ({ aucs, covariance }: DeLong): number {
  const difference = aucs[0]! - aucs[1]!;
  return difference === 0 ? 0 : difference / Math.sqrt(differenceVariance(covariance));
}

/** Rounding can leave a hair below 0 where the two rank alike. */
function differenceVariance(covariance: DeLong['covariance']): number {
  return Math.max(0, covariance[0]![0]! + covariance[1]![1]! - 2 * covariance[0]![1]!);
}

/**
 * 95 % interval of one AUC, computed on the logit scale so that it stays inside (0, 1) near 1. Null where it is not
 * defined: fewer than two of a class, or a perfect (or perfectly wrong) ranking, whose variance estimate is 0.
 */
export function aucInterval(labels: ArrayLike<number>, scores: ArrayLike<number>): Interval | null {
  let positives = 0;
  for (let index = 0; index < labels.length; index++) positives += labels[index] === 1 ? 1 : 0;
  if (positives < 2 || labels.length - positives < 2) return null;
  const { aucs, covariance } = delong(labels, [scores]);
  return logitInterval(aucs[0]!, covariance[0]![0]!);
}
