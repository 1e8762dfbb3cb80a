import type { Random } from '../random.ts';
import { auc } from './auc.ts';
import type { Interval } from './intervals.ts';
import { quantile } from './moments.ts';

/**
 * Draws items with replacement, as many of each class as there are, so that every draw has both.
 *
 * @param labels 0 or 1
 * @returns indices of the drawn items
 */
export function stratifiedDraw(labels: ArrayLike<number>, random: Random): Int32Array {
  const byClass: number[][] = [[], []];
  for (let index = 0; index < labels.length; index++) byClass[labels[index]!]!.push(index);
  return Int32Array.from(
    byClass.flatMap((members) => members.map(() => members[random.integer(members.length)]!)),
  );
}

/**
 * Percentile interval of the AUC, or of the difference of two AUCs on the same items, by the stratified bootstrap
 * (Efron & Tibshirani 1993): a check on DeLong that leans on no normal curve.
 *
 * @param labels 0 or 1, both present
 * @param second null for the interval of the first by itself
 * @param draws at least 1,000 for the ends to be steady
 */
export function bootstrapAuc(
  labels: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number> | null,
  { draws, random, confidence = 0.95 }: { draws: number; random: Random; confidence?: number },
): Interval {
  const statistics = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const items = stratifiedDraw(labels, random);
    const drawnLabels = items.map((item) => labels[item]!);
    const area = (scores: ArrayLike<number>) =>
      auc(
        drawnLabels,
        Float64Array.from(items, (item) => scores[item]!),
      )!;
    statistics[draw] = area(first) - (second ? area(second) : 0);
  }
  statistics.sort();
  return [quantile(statistics, (1 - confidence) / 2), quantile(statistics, (1 + confidence) / 2)];
}
