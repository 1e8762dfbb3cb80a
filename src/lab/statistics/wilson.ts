import { normalQuantile } from './distributions.ts';
import { CONFIDENCE, type Interval } from './intervals.ts';

const Z = normalQuantile((1 + CONFIDENCE) / 2);

/**
 * 95 % score interval of a share (Wilson, JASA 1927): inside [0, 1], of sense at 0 and 1 and for few images, and near the
 * promised coverage on the whole (Brown, Cai & DasGupta, Statistical Science 2001).
 *
 * @param successes 0 to count
 * @returns null where nothing was counted
 */
export function wilsonInterval(successes: number, count: number): Interval | null {
  if (count === 0) return null;
  const share = successes / count;
  const square = Z ** 2 / count;
  const centre = (share + square / 2) / (1 + square);
  const half = Math.sqrt(share * (1 - share) * square + square ** 2 / 4) / (1 + square);
  // At the ends it is exact, whatever the rounding.
  return [successes === 0 ? 0 : centre - half, successes === count ? 1 : centre + half];
}

/**
 * 95 % interval of F1 = 2 f / (2 f + m + a) of f found, m missed and a false alarms. F1 rises with the share
 * j = f / (f + m + a), as F1 = 2 j / (1 + j): the ends of j's Wilson interval are carried over ("Wilson indirect" of Lam,
 * Gopal & Qian, arXiv 2309.14621).
 *
 * @returns null where the class is neither there nor called
 */
export function f1Interval(found: number, missed: number, falseAlarms: number): Interval | null {
  const interval = wilsonInterval(found, found + missed + falseAlarms);
  return interval && [carried(interval[0]), carried(interval[1])];
}

function carried(share: number): number {
  return (2 * share) / (1 + share);
}
