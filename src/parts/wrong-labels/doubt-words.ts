import { className } from '../../lab/class-name.ts';
import type { DoubtedImage, ListQuality } from '../../lab/confident-learning/doubted-images.ts';
import type { JudgedLabels } from '../../lab/confident-learning/judged-labels.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import type { MeanAuc } from '../../lab/statistics/mean-auc.ts';
import { formatAuc } from '../../ui/format.ts';

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
  const of100 = (share: number) => `${Math.round(100 * share)} of 100`;
  const figures = [
    ...(precision === null
      ? []
      : [`of the listed ${of100(precision)} are wrong (precision ${precision.toFixed(3)})`]),
    ...(recall === null ? [] : [`of the wrong ${of100(recall)} are listed (recall ${recall.toFixed(3)})`]),
  ];
  return `${wrong} labels were changed at random; ${found} of the ${listed} listed are among them: ${figures.join(', ')}.`;
}

/** What a person's judging came to where the truth is known; null before the first. */
export function judgedWords({ judged, agreed, before, after }: JudgedLabels): string | null {
  if (judged === 0) return null;
  return `You judged ${judged}, ${agreed} of them as the truth is. ${before} training labels were wrong; now ${after} are.`;
}

/** Below this AUC models err so often that a doubt says as much of them as of the label. */
const SURE_AUC = 0.95;

/**
 * What to make of doubts by models that are none too good; null where they are.
 *
 * @param auc of the folds, each on the images that its model has not seen
 */
export function poorModelsWords({ mean, interval }: Pick<MeanAuc, 'mean' | 'interval'>): string | null {
  if (mean >= SURE_AUC) return null;
  const range = interval ? ` (95 % interval ${formatAuc(interval[0])} to ${formatAuc(interval[1])})` : '';
  return `The models of these folds reach an AUC of ${formatAuc(mean)}${range} on what they have not seen, so many a doubt will be their own error. Look at each image before you mend its label, or train folds of a better recipe.`;
}

/** More than this share of a set is seldom wrong; a weak model doubts that much by itself. */
const MANY = 0.2;

/** What to make of a list that is too long to be one of mistakes; null where it is not. */
export function manyDoubtsWords(doubted: number, images: number): string | null {
  return doubted > MANY * images
    ? 'So many doubts speak against the models as much as against the labels: look at each image before you mend it.'
    : null;
}
