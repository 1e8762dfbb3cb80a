import type { RatePoint } from '../../statistics/curves.ts';

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
