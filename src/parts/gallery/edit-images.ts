import type { DatasetSummary } from '../../lab/dataset.ts';
import { labelKeys } from '../../lab/edition/label-keys.ts';
import type { Edit, ImageEdits } from '../../lab/edition/steps.ts';

/** A training image as it is now. */
export interface EditedImage {
  /** In the training part. */
  readonly image: number;
  /** Its label row in the file. */
  readonly original: ArrayLike<number>;
  readonly edits: ImageEdits | undefined;
}

/** Whether images are there and all of them are left out: then another class would show nowhere. */
export function areLeftOut(images: readonly EditedImage[]): boolean {
  return images.length > 0 && images.every(({ edits }) => edits?.leftOut);
}

/** Leaves images out, or puts all back where all of them are out. */
export function leaveOutOrBack(images: readonly EditedImage[]): Edit[] {
  const leftOut = images.some(({ edits }) => !edits?.leftOut);
  return images.map(({ image }) => ({ image, leftOut }));
}

/** Gives images a class; of several labels, gives each of them the label, or takes it from all where all have it. */
export function relabel(images: readonly EditedImage[], label: number, isMultiLabel: boolean): Edit[] {
  const now = ({ original, edits }: EditedImage) => Array.from(edits?.label ?? original);
  const value = images.some((image) => now(image)[label] !== 1) ? 1 : 0;
  return images.map((image) => {
    const row = isMultiLabel ? now(image).map((old, at) => (at === label ? value : old)) : [label];
    const isOriginal = row.every((other, at) => other === image.original[at]);
    return { image: image.image, label: isOriginal ? null : row };
  });
}

/** Takes all edits of images back. */
export function restore(images: readonly EditedImage[]): Edit[] {
  return images
    .filter(({ edits }) => edits)
    .flatMap(({ image }) => [
      { image, leftOut: false },
      { image, label: null },
    ]);
}

/** What a key does to images, which is nothing to the class of what is left out; null is no key that edits. */
export function editForKey(
  key: string,
  images: readonly EditedImage[],
  { classNames, task }: Pick<DatasetSummary, 'classNames' | 'task'>,
): Edit[] | null {
  if (key === 'x' || key === 'Delete') return leaveOutOrBack(images);
  if (key === 'Backspace') return restore(images);
  const label = labelKeys(classNames).indexOf(key);
  if (label >= 0 && areLeftOut(images)) return [];
  return label < 0 ? null : relabel(images, label, task === 'multi-label');
}
