/** Images of one class that are called another. */
export interface ConfusedPair {
  readonly own: number;
  readonly called: number;
  readonly images: number;
  /** Of all images of the class. */
  readonly share: number;
}

/**
 * The pairs of classes that are taken for each other most: by images, of equal numbers by their share of the class.
 *
 * @param confusion [classes × classes] as in Answers
 * @returns at most so many, and how many there are
 */
export function confusedPairs(
  confusion: ArrayLike<number>,
  classes: number,
  most: number,
): { readonly pairs: readonly ConfusedPair[]; readonly all: number } {
  const pairs: ConfusedPair[] = [];
  for (let own = 0; own < classes; own++) {
    let sum = 0;
    for (let called = 0; called < classes; called++) sum += confusion[own * classes + called]!;
    for (let called = 0; sum > 0 && called < classes; called++) {
      const images = confusion[own * classes + called]!;
      if (images > 0 && own !== called) pairs.push({ own, called, images, share: images / sum });
    }
  }
  pairs.sort((one, other) => other.images - one.images || other.share - one.share || one.own - other.own);
  return { pairs: pairs.slice(0, most), all: pairs.length };
}
