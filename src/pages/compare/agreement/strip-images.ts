import type { PlaceDifference } from '../../../lab/agreement/agreement.ts';
import type { DatasetSummary } from '../../../lab/dataset.ts';
import { classesOf, classWords } from '../../../lab/gallery/image-classes.ts';
import type { LabelValues } from '../../../lab/label-values.ts';
import type { StripImage } from './image-strip.tsx';

type Described = Pick<DatasetSummary, 'task' | 'classNames' | 'counts'>;

/** A validation image with its class. */
export function stripImage(
  dataset: Described,
  labels: LabelValues,
  image: number,
  caption: string,
): StripImage {
  const { task, classNames, counts } = dataset;
  const width = labels.length / counts.val;
  const row = labels.subarray(image * width, (image + 1) * width);
  const held = classesOf(row, task);
  const [only = classNames.length] = held;
  return {
    image,
    name: classWords(row, task, classNames),
    label: held.length === 1 && only < classNames.length ? only : null,
    caption,
  };
}

const outOf100 = (share: number) => Math.round(100 * share);

/** Where two runs place an image, above how many of 100 images, for instance "A 93, B 12". */
export function placesText(
  { question, first, second }: PlaceDifference,
  [one, other]: readonly [string, string],
  { task, classNames }: Described,
): string {
  const label = task === 'multi-label' ? `${classNames[question]}: ` : '';
  return `${label}${one} ${outOf100(first)}, ${other} ${outOf100(second)}`;
}
