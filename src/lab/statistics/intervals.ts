import { normalQuantile, tQuantile, tTwoSided } from './distributions.ts';
import { mean, variance } from './moments.ts';

/** Lower and upper end. */
export type Interval = readonly [number, number];

/** Share of such intervals that hold the true value, unless said otherwise. */
export const CONFIDENCE = 0.95;

/** A mean with its uncertainty. */
export interface Estimate {
  readonly estimate: number;
  readonly standardError: number;
  /** Degrees of freedom behind the standard error; Infinity where it is taken as known. */
  readonly df: number;
  readonly interval: Interval;
  /** Two-sided, against 0. */
  readonly p: number;
}

/** Estimate ± t · standard error. A standard error of 0 gives an interval of no width, and p 0 unless it is 0 itself. */
export function estimateOf(
  estimate: number,
  standardError: number,
  df: number,
  confidence = CONFIDENCE,
): Estimate {
  const half = standardError === 0 ? 0 : tQuantile((1 + confidence) / 2, df) * standardError;
  const p = standardError === 0 ? (estimate === 0 ? 1 : 0) : tTwoSided(estimate / standardError, df);
  return { estimate, standardError, df, interval: [estimate - half, estimate + half], p };
}

/** t-interval of the mean of independent values, such as the AUCs of several seeds; null below two values. */
export function tInterval(values: readonly number[], confidence = CONFIDENCE): Estimate | null {
  if (values.length < 2) return null;
  const standardError = Math.sqrt(variance(values) / values.length);
  return estimateOf(mean(values), standardError, values.length - 1, confidence);
}

/** t-interval of the mean of left − right, pair by pair (the same seed on both sides); null below two pairs. */
export function pairedDifference(
  left: readonly number[],
  right: readonly number[],
  confidence = CONFIDENCE,
): Estimate | null {
  return tInterval(
    left.map((value, index) => value - right[index]!),
    confidence,
  );
}

/**
 * Interval of an AUC on the logit scale, so that it stays inside (0, 1) and leans the right way near 1. Null at an AUC
 * of 0 or 1, or a variance of 0, where it is not defined.
 *
 * @param df degrees of freedom of the variance; Infinity takes it as known
 */
export function logitInterval(
  area: number,
  varianceOfArea: number,
  confidence = CONFIDENCE,
  df = Number.POSITIVE_INFINITY,
): Interval | null {
  if (area <= 0 || area >= 1 || !(varianceOfArea > 0)) return null;
  const logit = Math.log(area / (1 - area));
  const share = (1 + confidence) / 2;
  const factor = df === Number.POSITIVE_INFINITY ? normalQuantile(share) : tQuantile(share, df);
  // The delta method: d logit / d area = 1 / (area (1 − area)).
  const half = (factor * Math.sqrt(varianceOfArea)) / (area * (1 - area));
  const inverse = (value: number) => 1 / (1 + Math.exp(-value));
  return [inverse(logit - half), inverse(logit + half)];
}
