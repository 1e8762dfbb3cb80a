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

/** Counts above each threshold, from the highest score down; items of one score are passed together. */
function passes(labels: ArrayLike<number>, scores: ArrayLike<number>) {
  requireFinite(scores);
  const order = Array.from({ length: labels.length }, (_, index) => index).sort(
    (a, b) => scores[b]! - scores[a]!,
  );
  const points: { truePositives: number; falsePositives: number }[] = [];
  let [truePositives, falsePositives] = [0, 0];
  order.forEach((item, place) => {
    if (labels[item] === 1) truePositives++;
    else falsePositives++;
    const next = order[place + 1];
    if (next === undefined || scores[next] !== scores[item]) points.push({ truePositives, falsePositives });
  });
  return { points, positives: truePositives, negatives: falsePositives };
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
