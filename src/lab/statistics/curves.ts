import { requireFinite } from './finite.ts';
import { tInterval } from './intervals.ts';
import { mean } from './moments.ts';

/** A curve as y over x, ascending in x; several points may share an x. */
export interface RatePoint {
  readonly x: number;
  readonly y: number;
}

/** A curve with its pointwise 95 % band. */
export interface BandPoint extends RatePoint {
  readonly low: number;
  readonly high: number;
}

/** What lies at or above a score that was given to an item. */
export interface Pass {
  readonly score: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/**
 * Counts at or above each score, from the highest down; items of one score are passed together.
 *
 * @param labels 0 or 1
 * @throws RangeError where a score is not finite
 */
export function passes(labels: ArrayLike<number>, scores: ArrayLike<number>) {
  requireFinite(scores);
  const sides = sortedSides(labels, scores);
  const points: Pass[] = [];
  let [truePositives, falsePositives] = [0, 0];
  const [negative, positive] = sides;
  while (truePositives < positive.length || falsePositives < negative.length) {
    const score = Math.max(
      positive.at(-1 - truePositives) ?? Number.NEGATIVE_INFINITY,
      negative.at(-1 - falsePositives) ?? Number.NEGATIVE_INFINITY,
    );
    while (positive.at(-1 - truePositives) === score) truePositives++;
    while (negative.at(-1 - falsePositives) === score) falsePositives++;
    points.push({ score, truePositives, falsePositives });
  }
  return { points, positives: truePositives, negatives: falsePositives };
}

/** The scores of negatives and of positives, ascending: numbers alone are sorted fast. */
export function sortedSides(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
): readonly [negative: Float64Array, positive: Float64Array] {
  let positives = 0;
  for (let item = 0; item < labels.length; item++) positives += labels[item] === 1 ? 1 : 0;
  const sides = [new Float64Array(labels.length - positives), new Float64Array(positives)] as const;
  const filled = [0, 0];
  for (let item = 0; item < labels.length; item++) {
    const side = labels[item] === 1 ? 1 : 0;
    sides[side][filled[side]!++] = scores[item]!;
  }
  for (const side of sides) side.sort();
  return sides;
}

/**
 * ROC curve from (0, 0) to (1, 1): x the share of negatives, y the share of positives above a threshold. The area
 * under it (trapezoids) is the AUC.
 *
 * @param labels 0 or 1, both present
 */
export function rocCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): RatePoint[] {
  const { points, positives, negatives } = passes(labels, scores);
  return [
    { x: 0, y: 0 },
    ...points.map(({ truePositives, falsePositives }) => ({
      x: falsePositives / negatives,
      y: truePositives / positives,
    })),
  ];
}

/**
 * Mean of the curves of several seeds with a pointwise t-interval.
 *
 * @param curves heights of each at equal steps from 0 to 1, see rateHeights; at least one
 */
export function bandOverSeeds(curves: readonly (readonly number[])[]): BandPoint[] {
  const steps = curves[0]!.length - 1;
  return curves[0]!.map((own, step) => {
    const heights = curves.map((curve) => curve[step]!);
    const [low, high] = tInterval(heights)?.interval ?? [own, own];
    return { x: step / steps, y: mean(heights), low: Math.max(0, low), high: Math.min(1, high) };
  });
}
