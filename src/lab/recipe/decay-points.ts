/**
 * Epochs (or steps) from 0 before which the learning rate falls: the given shares of all, rounded down, each once.
 * Shares that fall on the very start or the very end never fire.
 */
export function decayPoints(length: number, shares: readonly number[]): readonly number[] {
  const points = shares.map((share) => Math.floor(share * length + 1e-9));
  return [...new Set(points)].filter((point) => point > 0 && point < length);
}
