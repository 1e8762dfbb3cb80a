import { requireFinite } from './finite.ts';

/**
 * Ranks from 1, ties at the mean of their places (midranks).
 *
 * @throws RangeError where a value is not finite
 */
export function midranks(values: ArrayLike<number>): Float64Array {
  requireFinite(values);
  const order = Array.from({ length: values.length }, (_, index) => index).sort(
    (a, b) => values[a]! - values[b]!,
  );
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
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
