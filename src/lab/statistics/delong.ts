import { type AucInfluence, aucInfluence } from './auc-influence.ts';
import { tQuantile } from './distributions.ts';
import { CONFIDENCE, type Estimate, estimateOf, type Interval, logitIntervalOf } from './intervals.ts';
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

/** z of the difference between two AUCs on the same items; 0 where the two rank alike. */
export function pairedZ({ aucs, covariance }: DeLong): number {
  const difference = aucs[0]! - aucs[1]!;
  const variance = covariance[0]![0]! + covariance[1]![1]! - 2 * covariance[0]![1]!;
  return difference === 0 ? 0 : difference / Math.sqrt(variance);
}

/**
 * Difference of two AUCs on the same items (first − second), with its interval and two-sided p: DeLong's variance, and
 * Student's t with the degrees of freedom to which it is known.
 *
 * @returns null where it is not defined at this size: fewer than three images of a class, or one of the two is
 *   perfect or constant, so that its variance estimate is 0 whatever the truth
 */
export function pairedDifferenceOf(first: AucInfluence, second: AucInfluence): Estimate | null {
  if (!showsSpread(first) || !showsSpread(second)) return null;
  const difference = first.influence.map((share, item) => share - second.influence[item]!);
  const variance = dot(difference, difference);
  const estimate = first.auc - second.auc;
  // Rounding leaves a hair where the two rank alike.
  if (variance < ROUNDING ** 2 && Math.abs(estimate) < ROUNDING) {
    return estimateOf(0, 0, Number.POSITIVE_INFINITY);
  }
  return estimateOf(estimate, Math.sqrt(variance), Math.min(first.df, second.df));
}

/** {@link pairedDifferenceOf} two score vectors. */
export function pairedDeLong(
  labels: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): Estimate | null {
  return pairedDifferenceOf(aucInfluence(labels, first), aucInfluence(labels, second));
}

/** Standard errors below this are rounding. */
const ROUNDING = 1e-12;

function showsSpread({ influence, df }: AucInfluence): boolean {
  return df > 0 && dot(influence, influence) >= ROUNDING ** 2;
}

/**
 * 95 % interval of one AUC, computed on the logit scale so that it stays inside (0, 1) near 1, by Student's t. Null
 * where it is not defined: fewer than three of a class, or a perfect (or perfectly wrong, or constant)
 * ranking, whose variance estimate is 0.
 */
export function influenceInterval(score: AucInfluence): Interval | null {
  if (!showsSpread(score)) return null;
  const { auc, influence, df } = score;
  return logitIntervalOf(auc, tQuantile((1 + CONFIDENCE) / 2, df) * Math.sqrt(dot(influence, influence)));
}

/** {@link influenceInterval} of a score vector. */
export function aucInterval(labels: ArrayLike<number>, scores: ArrayLike<number>): Interval | null {
  const positives = Array.from(labels).filter((label) => label === 1).length;
  if (positives === 0 || positives === labels.length) return null;
  return influenceInterval(aucInfluence(labels, scores));
}
