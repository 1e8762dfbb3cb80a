/**
 * Holm's step-down adjustment (Scand. J. Stat. 1979): rejecting where the adjusted p is at most α keeps the chance of
 * any false rejection among all at most α, however the tests depend on each other.
 *
 * @param ps in [0, 1], in any order; NaN where a test is not defined, which leaves the others as if it were not there
 * @returns adjusted, in the same order; never below the given ones; NaN stays NaN
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps
    .map((_, index) => index)
    .filter((index) => !Number.isNaN(ps[index]!))
    .sort((a, b) => ps[a]! - ps[b]!);
  const adjusted = new Array<number>(ps.length).fill(Number.NaN);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * ps[index]!));
    adjusted[index] = largest;
  });
  return adjusted;
}
