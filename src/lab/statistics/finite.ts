/**
 * Refuses values that cannot be ranked: sorted by a comparison that is never true, NaN would take the order of the file
 * for a ranking.
 *
 * @throws RangeError
 */
export function requireFinite(values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) {
      throw new RangeError(`Value ${index} is ${values[index]}: it cannot be ranked.`);
    }
  }
}
