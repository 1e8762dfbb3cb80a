import { SPLITS, type Split } from '../dataset.ts';

/** Where an image is in its set. */
export interface ImagePlace {
  readonly split: Split;
  /** In the part, from 0. */
  readonly index: number;
}

type Counts = Readonly<Record<Split, number>>;

/** One number for each image of a set: those of train first, then val, then test, in the order of the file. */
export function imageId({ split, index }: ImagePlace, counts: Counts): number {
  return firstId(split, counts) + index;
}

/** The id of the first image of a part. */
export function firstId(split: Split, { train, val }: Counts): number {
  if (split === 'train') return 0;
  return split === 'val' ? train : train + val;
}

export function placeOfId(id: number, counts: Counts): ImagePlace {
  const split = SPLITS.findLast((part) => id >= firstId(part, counts))!;
  return { split, index: id - firstId(split, counts) };
}

export function imageCount({ train, val, test }: Counts): number {
  return train + val + test;
}
