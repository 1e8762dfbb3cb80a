import { createRandom, STREAM, shuffle } from '../random.ts';
import { z } from '../zod.ts';

/** So many images are sorted by a person. */
export const TEN = 10;

/**
 * The images of a validation part that a person sorts before the machine does: as many of each class as there can be, in an
 * order that tells nothing. The same set gives everybody the same ten.
 *
 * @param labels class of each image that can be chosen
 * @param fingerprint of the set, hex
 * @returns places in `labels`, ten of them or as many as there are
 */
export function tenImages(labels: ArrayLike<number>, fingerprint: string): readonly number[] {
  const random = createRandom(Number.parseInt(fingerprint.slice(0, 7), 16) || 0, STREAM.tenImages);
  const byClass = new Map<number, number[]>();
  for (let place = 0; place < labels.length; place++) {
    const own = byClass.get(labels[place]!);
    if (own) own.push(place);
    else byClass.set(labels[place]!, [place]);
  }
  const heaps = [...byClass.entries()]
    .sort(([one], [other]) => one - other)
    .map(([, places]) => shuffle(places, random));
  const chosen: number[] = [];
  for (let turn = 0; chosen.length < Math.min(TEN, labels.length); turn++) {
    // Of more classes than ten not always the first.
    for (const heap of shuffle([...heaps.keys()], random)) {
      const place = heaps[heap]![turn];
      if (place !== undefined && chosen.length < TEN) chosen.push(place);
    }
  }
  return shuffle(chosen, random);
}

export const sortedTen = z
  .strictObject({
    /** Indices in the validation part. */
    images: z.array(z.int().min(0)).min(1).max(TEN),
    /** Their classes. */
    labels: z.array(z.int().min(0)).min(1).max(TEN),
    /** What the person said of the first ones. */
    answers: z.array(z.int().min(0)).max(TEN),
  })
  .refine(
    ({ images, labels, answers }) => images.length === labels.length && answers.length <= labels.length,
  );

export type SortedTen = Readonly<z.infer<typeof sortedTen>>;

export function isSorted({ images, answers }: SortedTen): boolean {
  return answers.length === images.length;
}

export function rightOf({ labels }: SortedTen, answers: ArrayLike<number>): number {
  return labels.filter((label, place) => answers[place] === label).length;
}
