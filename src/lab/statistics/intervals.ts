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

/** The variance of an estimate in two parts: one over seeds, and one over images that is mostly well known. */
export interface TwoVariances {
  readonly uncertain: number;
  /** Of {@link uncertain}; above 0. */
  readonly df: number;
  readonly known: number;
  /** Degrees of freedom of {@link known}; from {@link WELL_KNOWN} on it is taken as known. */
  readonly knownDf: number;
}

const WELL_KNOWN = 30;

function knownQuantile(share: number, df: number): number {
  return df >= WELL_KNOWN ? normalQuantile(share) : tQuantile(share, df);
}

/**
 * Half the width of an interval: √(t² · uncertain + z² · known), with t for z where the latter is known to few degrees of
 * freedom. It holds the true value at least as often as promised,
 * whatever the shares of the two (Banerjee, Sankhyā 22, 1960), and exactly so where one of them is 0. Satterthwaite's
 * degrees of freedom promise too much here: where a spread over two seeds is small by luck, they take it for known.
 *
 * @param share of the distribution below the upper end, above 0.5: 0.975 for a 95 % interval
 */
export function halfWidth({ uncertain, df, known, knownDf }: TwoVariances, share: number): number {
  return Math.hypot(
    uncertain === 0 ? 0 : tQuantile(share, df) * Math.sqrt(uncertain),
    known === 0 ? 0 : knownQuantile(share, knownDf) * Math.sqrt(known),
  );
}

/** Estimate ± {@link halfWidth}, with the p-value at which the interval's end is at 0. */
export function estimateOfTwo(estimate: number, variances: TwoVariances, confidence = CONFIDENCE): Estimate {
  const { uncertain, df, known, knownDf } = variances;
  if (uncertain === 0) {
    const dfOfAll = knownDf >= WELL_KNOWN ? Number.POSITIVE_INFINITY : knownDf;
    return estimateOf(estimate, Math.sqrt(known), dfOfAll, confidence);
  }
  const half = halfWidth(variances, (1 + confidence) / 2);
  return {
    estimate,
    standardError: Math.sqrt(uncertain + known),
    df,
    interval: [estimate - half, estimate + half],
    p: tTwoSided(reachingT(Math.abs(estimate), variances), df),
  };
}

/** Below this a p-value is as good as 0, and a normal quantile would lose its digits. */
const LEAST_P = 1e-250;

/** The quantile t at which {@link halfWidth} reaches the distance, by false position (Illinois). */
function reachingT(distance: number, { uncertain, df, known, knownDf }: TwoVariances): number {
  const reach = (t: number) => {
    const z = -knownQuantile(Math.max(LEAST_P, tTwoSided(t, df)) / 2, knownDf);
    return Math.hypot(t * Math.sqrt(uncertain), z * Math.sqrt(known)) - distance;
  };
  // Neither quantile is below 0, and a normal one never above t.
  const least = knownDf >= Math.min(WELL_KNOWN, df) ? distance / Math.sqrt(uncertain + known) : 0;
  let [low, high] = [least, distance / Math.sqrt(uncertain)];
  let [atLow, atHigh] = [reach(low), reach(high)];
  if (atLow >= 0) return low;
  // Which end moved last: one that stays twice is given half its weight, or it would stay for good.
  let moved: 'low' | 'high' | null = null;
  for (let step = 0; step < 100 && high - low > 1e-9 * high; step++) {
    const t = (low * atHigh - high * atLow) / (atHigh - atLow);
    const at = reach(t);
    if (Math.abs(at) <= 1e-12 * distance) return t;
    if (at < 0) {
      [low, atLow] = [t, at];
      if (moved === 'low') atHigh /= 2;
      moved = 'low';
    } else {
      [high, atHigh] = [t, at];
      if (moved === 'high') atLow /= 2;
      moved = 'high';
    }
  }
  return low;
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
 * Interval of an AUC on the logit scale, so that it stays inside (0, 1) and leans the right way near 1. Null at an AUC of
 * 0 or 1, or a width of 0, where it is not defined.
 *
 * @param half half the width that the interval would have on the scale of the AUC
 */
export function logitIntervalOf(area: number, half: number): Interval | null {
  if (area <= 0 || area >= 1 || !(half > 0)) return null;
  const logit = Math.log(area / (1 - area));
  // The delta method: d logit / d area = 1 / (area (1 − area)).
  const reach = half / (area * (1 - area));
  const inverse = (value: number) => 1 / (1 + Math.exp(-value));
  return [inverse(logit - reach), inverse(logit + reach)];
}
