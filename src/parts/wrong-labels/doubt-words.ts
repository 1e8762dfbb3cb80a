import { className } from '../../lab/class-name.ts';
import type { DoubtedImage, ListQuality } from '../../lab/confident-learning/doubted-images.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';

type Named = Pick<DatasetSummary, 'classNames'>;

/** For instance "given clear, rather opacity", or of one label among several "given effusion, rather not". */
export function doubtWords({ label, given, suggested }: DoubtedImage, { classNames }: Named): string {
  const name = (index: number) => className(classNames[index]!);
  if (label === null) return `given ${name(given)}, rather ${name(suggested)}`;
  return given === 1 ? `given ${name(label)}, rather not` : `not given ${name(label)}, rather so`;
}

/** What a list is worth where the truth is known; null where it is not. */
export function qualityWords(quality: ListQuality | null): string | null {
  if (quality === null) return null;
  const { wrong, listed, found, precision, recall } = quality;
  const figures = [
    ...(precision === null ? [] : [`precision ${precision.toFixed(3)}`]),
    ...(recall === null ? [] : [`recall ${recall.toFixed(3)}`]),
  ];
  return `${wrong} labels were changed at random; ${found} of the ${listed} listed are among them: ${figures.join(', ')}.`;
}

/** More than this share of a set is seldom wrong; a weak model doubts that much by itself. */
const MANY = 0.2;

/** What to make of a list that is too long to be one of mistakes; null where it is not. */
export function manyDoubtsWords(doubted: number, images: number): string | null {
  return doubted > MANY * images
    ? 'So many doubts speak against the models as much as against the labels: look at each image before you mend it.'
    : null;
}
