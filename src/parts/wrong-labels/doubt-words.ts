import type { DoubtedImage, ListQuality } from '../../lab/confident-learning/doubted-images.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';

type Named = Pick<DatasetSummary, 'classNames'>;

/** For instance "given clear, rather opacity", or of one label among several "given effusion, rather not". */
export function doubtWords({ label, given, suggested }: DoubtedImage, { classNames }: Named): string {
  if (label === null) return `given ${classNames[given]}, rather ${classNames[suggested]}`;
  return given === 1 ? `given ${classNames[label]}, rather not` : `not given ${classNames[label]}, rather so`;
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
