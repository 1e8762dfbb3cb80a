import { requireFinite } from './finite.ts';

/**
 * Ranks from 1, ties at the mean of their places (midranks).
 *
 * @throws RangeError where a value is not finite
 */
export function midranks(values: ArrayLike<number>): Float64Array {
  requireFinite(values);
  // Numbers alone are sorted many times faster than places by their numbers; each then finds its place among them.
  const sorted = Float64Array.from(values).sort();
  const ranks = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) ranks[index] = shareBelow(sorted, values[index]!) + 0.5;
  return ranks;
}

/** How many of the ascending values lie below, those that are equal counting ½. */
export function shareBelow(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  const first = low;
  high = sorted.length;
  // Equal ones are few, mostly none.
  if (sorted[low] !== value) return low;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return (first + low) / 2;
}

/**
 * Area under the ROC curve: the share of (positive, negative) pairs ranked rightly, ties counting ½ (Mann–Whitney), in
 * O(n log n).
 *
 * @param labels 0 or 1
 * @param scores larger means more positive
 * @returns in [0, 1], or null where one class is missing
 * @throws RangeError where a score is not finite
 */
export function auc(labels: ArrayLike<number>, scores: ArrayLike<number>): number | null {
  const ranks = midranks(scores);
  let positives = 0;
  let rankSum = 0;
  for (let index = 0; index < ranks.length; index++) {
    if (labels[index] !== 1) continue;
    positives++;
    rankSum += ranks[index]!;
  }
  const negatives = ranks.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
