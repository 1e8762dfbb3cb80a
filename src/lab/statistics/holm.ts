/**
 * Holm's step-down adjustment (Scand. J. Stat. 1979): rejecting where the adjusted p is at most α keeps the chance of
 * any false rejection among all at most α, however the tests depend on each other.
 *
 * @param ps in [0, 1], in any order
 * @returns adjusted, in the same order; never below the given ones
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => ps[a]! - ps[b]!);
  const adjusted = new Array<number>(ps.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * ps[index]!));
    adjusted[index] = largest;
  });
  return adjusted;
}
