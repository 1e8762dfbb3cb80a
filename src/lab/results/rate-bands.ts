import type { LabelValues } from '../label-values.ts';
import type { Random } from '../random.ts';
import { type BandPoint, passes, type RatePoint } from '../statistics/curves.ts';
import type { Interval } from '../statistics/intervals.ts';
import { quantile } from '../statistics/moments.ts';
import type { Work } from '../work.ts';

/** Both curves over all thresholds, and where they might as well be. */
export interface RateCurves {
  /** Share of positives called over share of negatives called, from (0, 0) to (1, 1). */
  readonly roc: readonly CurvePoint[];
  /** Precision over sensitivity; nothing is drawn between two thresholds, as precision is not linear there. */
  readonly precisionRecall: readonly CurvePoint[];
  /**
   * Σ (sensitivity gained · precision there), without interpolation: the area under the curve of precision (Davis &
   * Goadrich, ICML 2006, on why not by trapezoids).
   */
  readonly averagePrecision: number;
  readonly positives: number;
  readonly negatives: number;
}

/** A point of a curve with the lowest score that is called there, as log-odds. */
export interface CurvePoint extends RatePoint {
  readonly threshold: number;
}

/** @param labels 0 or 1 @returns null where there are not both labels */
export function rateCurves(labels: ArrayLike<number>, scores: ArrayLike<number>): RateCurves | null {
  const { points, positives, negatives } = passes(labels, scores);
  if (positives === 0 || negatives === 0) return null;
  const roc = points.map(({ score, truePositives, falsePositives }) => ({
    x: falsePositives / negatives,
    y: truePositives / positives,
    threshold: score,
  }));
  const precisionRecall = points.map(({ score, truePositives, falsePositives }) => ({
    x: truePositives / positives,
    y: truePositives / (truePositives + falsePositives),
    threshold: score,
  }));
  let [averagePrecision, recall] = [0, 0];
  for (const { x, y } of precisionRecall) {
    averagePrecision += (x - recall) * y;
    recall = x;
  }
  const first = points[0]!.score + 1;
  return {
    roc: [{ x: 0, y: 0, threshold: first }, ...roc],
    precisionRecall,
    averagePrecision,
    positives,
    negatives,
  };
}

export interface RateBands {
  readonly roc: readonly BandPoint[];
  readonly precisionRecall: readonly BandPoint[];
  readonly averagePrecision: Interval;
}

/** Steps of the grid on which bands are told. */
const STEPS = 100;

/**
 * Pointwise 95 % bands, and the interval of the average precision: percentiles over draws of the images with replacement, as
 * many of each class as there are (stratified bootstrap; Efron & Tibshirani 1993). The images are sorted once; a draw is how
 * often each counts, so that it costs one pass. Between two points the ROC curve is a line; the precision at a sensitivity
 * is that of the highest threshold that reaches it.
 *
 * @param draws some hundreds
 * @returns null where there are not both labels
 */
export function* rateBands(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  draws: number,
  random: Random,
): Work<RateBands | null> {
  const sorted = sortedItems(labels, scores);
  if (!sorted) return null;
  yield;
  const times = new Uint16Array(labels.length);
  const [roc, precisionRecall] = [gridOf(draws), gridOf(draws)];
  const averagePrecision = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0);
    for (const side of sorted.places) {
      for (let drawn = 0; drawn < side.length; drawn++) times[side[random.integer(side.length)]!]!++;
    }
    averagePrecision[draw] = curvesOf(sorted, times, draw, roc, precisionRecall);
    yield;
  }
  const own = heightsOf(sorted);
  const band = (drawn: readonly Float64Array[], heights: readonly number[]) =>
    drawn.map((values, step) => {
      values.sort();
      return {
        x: step / STEPS,
        y: heights[step]!,
        low: quantile(values, 0.025),
        high: quantile(values, 0.975),
      };
    });
  averagePrecision.sort();
  return {
    roc: band(roc, own.roc),
    precisionRecall: band(precisionRecall, own.precisionRecall),
    averagePrecision: [quantile(averagePrecision, 0.025), quantile(averagePrecision, 0.975)],
  };
}

/** Both curves at each step of the grid on which bands are told, from 0 to 1. */
export interface RateHeights {
  readonly roc: readonly number[];
  readonly precisionRecall: readonly number[];
}

/** @param labels 0 or 1 @returns null where there are not both labels */
export function rateHeights(labels: ArrayLike<number>, scores: ArrayLike<number>): RateHeights | null {
  const sorted = sortedItems(labels, scores);
  return sorted && heightsOf(sorted);
}

function heightsOf(sorted: SortedItems): RateHeights {
  const [roc, precisionRecall] = [gridOf(1), gridOf(1)];
  curvesOf(sorted, new Uint16Array(sorted.labels.length).fill(1), 0, roc, precisionRecall);
  return { roc: roc.map(([height]) => height!), precisionRecall: precisionRecall.map(([height]) => height!) };
}

/** For each step of the grid a place for each draw. */
function gridOf(draws: number): readonly Float64Array[] {
  return Array.from({ length: STEPS + 1 }, () => new Float64Array(draws));
}

function sortedItems(labels: ArrayLike<number>, scores: ArrayLike<number>): SortedItems | null {
  const { points, positives, negatives } = passes(labels, scores);
  if (positives === 0 || negatives === 0) return null;
  // By descending score, of one score the positives first; the last of a score closes it.
  const sorted = {
    labels: new Uint8Array(labels.length),
    isLast: new Uint8Array(labels.length),
    places: [new Uint32Array(negatives), new Uint32Array(positives)] as const,
  };
  let [found, alarms] = [0, 0];
  for (const { truePositives, falsePositives } of points) {
    for (; found < truePositives; found++) {
      sorted.labels[found + alarms] = 1;
      sorted.places[1][found] = found + alarms;
    }
    for (; alarms < falsePositives; alarms++) sorted.places[0][alarms] = found + alarms;
    sorted.isLast[found + alarms - 1] = 1;
  }
  return sorted;
}

/** Items by descending score. */
interface SortedItems {
  readonly labels: LabelValues;
  /** 1 where the next item has another score. */
  readonly isLast: Uint8Array;
  /** Where the negatives and the positives stand. */
  readonly places: readonly [negatives: Uint32Array, positives: Uint32Array];
}

/** The heights at each step of the images that count so many times each, and their average precision. */
function curvesOf(
  { labels, isLast, places }: SortedItems,
  times: Uint16Array,
  draw: number,
  roc: readonly Float64Array[],
  precisionRecall: readonly Float64Array[],
): number {
  const [negatives, positives] = [places[0].length, places[1].length];
  let [truePositives, falsePositives, recall, area] = [0, 0, 0, 0];
  let [x, y] = [0, 0];
  let [rocStep, recallStep] = [0, 0];
  let pending = 0;
  for (let place = 0; place < labels.length; place++) {
    pending += times[place]!;
    if (labels[place] === 1) truePositives += times[place]!;
    else falsePositives += times[place]!;
    // A score that was not drawn is no threshold.
    if (isLast[place] === 0 || pending === 0) continue;
    pending = 0;
    const [nextX, nextY] = [falsePositives / negatives, truePositives / positives];
    for (; rocStep / STEPS < nextX; rocStep++) {
      roc[rocStep]![draw] = y + ((rocStep / STEPS - x) / (nextX - x)) * (nextY - y);
    }
    const precision = truePositives / (truePositives + falsePositives);
    for (; recallStep <= STEPS && recallStep / STEPS <= nextY; recallStep++) {
      precisionRecall[recallStep]![draw] = precision;
    }
    area += (nextY - recall) * precision;
    [x, y, recall] = [nextX, nextY, nextY];
  }
  for (; rocStep <= STEPS; rocStep++) roc[rocStep]![draw] = 1;
  return area;
}
