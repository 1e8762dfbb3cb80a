import { requireFinite } from './finite.ts';
import { tInterval } from './intervals.ts';
import { mean, quantile } from './moments.ts';

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
 * Precision (y) over recall (x), from the highest threshold down; at recall 0 the first precision is carried back.
 *
 * @param labels 0 or 1, at least one positive
 */
export function precisionRecallCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): RatePoint[] {
  const { points, positives } = passes(labels, scores);
  const curve = points.map(({ truePositives, falsePositives }) => ({
    x: truePositives / positives,
    y: truePositives / (truePositives + falsePositives),
  }));
  return [{ x: 0, y: curve[0]!.y }, ...curve];
}

/** Height of a curve at x: linear between its points, the highest where several share the x. */
export function heightAt(curve: readonly RatePoint[], x: number): number {
  let [low, high] = [0, curve.length - 1];
  // The last point at or before x.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (curve[middle]!.x <= x) low = middle;
    else high = middle - 1;
  }
  const left = curve[low]!;
  const right = curve[low + 1];
  if (left.x === x || !right) {
    let highest = left.y;
    for (let place = low; place >= 0 && curve[place]!.x === left.x; place--) {
      highest = Math.max(highest, curve[place]!.y);
    }
    return highest;
  }
  return left.y + ((x - left.x) / (right.x - left.x)) * (right.y - left.y);
}

const GRID = Array.from({ length: 101 }, (_, step) => step / 100);

/** Mean of the curves of several seeds with a pointwise t-interval, on a grid of hundredths. */
export function bandOverSeeds(curves: readonly (readonly RatePoint[])[]): BandPoint[] {
  return GRID.map((x) => {
    const heights = curves.map((curve) => heightAt(curve, x));
    const [low, high] = tInterval(heights)?.interval ?? [heights[0]!, heights[0]!];
    return { x, y: mean(heights), low: Math.max(0, low), high: Math.min(1, high) };
  });
}

/**
 * The curve of one run with a pointwise 95 % band over other draws of the same many images.
 *
 * @param redrawn the curves of stratified draws, see stratifiedDraw; some hundreds
 */
export function bandOfDraws(
  curve: readonly RatePoint[],
  redrawn: readonly (readonly RatePoint[])[],
): BandPoint[] {
  return GRID.map((x) => {
    const heights = Float64Array.from(redrawn, (other) => heightAt(other, x)).sort();
    return { x, y: heightAt(curve, x), low: quantile(heights, 0.025), high: quantile(heights, 0.975) };
  });
}
