import type { Edition } from './edition.ts';

/**
 * The first training image from `image` on, round the end, that an edition leaves in. An edition leaves each class one, so
 * there is one.
 *
 * @param images of the training part
 */
export function trainedFrom({ train }: Pick<Edition, 'train'>, image: number, images: number): number {
  const out = new Set(train.leftOut);
  for (let step = 0; step < images; step++) {
    const next = (image + step) % images;
    if (!out.has(next)) return next;
  }
  return image;
}

/** The label row that an edition gives an image; null: its own. */
export function labelIn({ train }: Pick<Edition, 'train'>, image: number): readonly number[] | null {
  return train.relabelled.find((relabelled) => relabelled.image === image)?.label ?? null;
}
