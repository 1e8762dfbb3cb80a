import { countClasses } from '../../datasets/labels.ts';
import type { Dataset } from '../../lab/dataset.ts';
import { type Edition, editionMark } from '../../lab/edition/edition.ts';
import { refuseUnfitEdition } from '../../lab/edition/fit.ts';
import { LabError } from '../../lab/lab-error.ts';

/**
 * The set as an edition makes it: training images are left out, others get another label; their order stays. Validation
 * and test are the very same arrays.
 *
 * @param dataset whose training part is there
 * @throws LabError `bad-edition` where it is of another set, or leaves a class without a training image
 */
export function applyEdition(dataset: Dataset, edition: Edition | null): Dataset {
  if (!edition) return dataset;
  const { summary, splits } = dataset;
  refuseUnfitEdition(edition, summary);
  const gone = new Set(edition.train.leftOut);
  const kept = Array.from({ length: splits.train.count }, (_, index) => index).filter(
    (index) => !gone.has(index),
  );
  const length = splits.train.images.length / splits.train.count;
  const width = splits.train.labels.length / splits.train.count;
  const labels = splits.train.labels.slice();
  for (const { image, label } of edition.train.relabelled) labels.set(label, image * width);
  const train = {
    count: kept.length,
    images: gone.size === 0 ? splits.train.images : new Uint8Array(kept.length * length),
    labels: new Uint8Array(kept.length * width),
  };
  kept.forEach((index, place) => {
    if (gone.size > 0) {
      train.images.set(splits.train.images.subarray(index * length, (index + 1) * length), place * length);
    }
    train.labels.set(labels.subarray(index * width, (index + 1) * width), place * width);
  });
  const classCounts = countClasses(train.labels, { task: summary.task, classes: summary.classNames.length });
  refuseLostClass(edition, dataset, classCounts);
  const { name, leftOut, relabelled } = editionMark(edition);
  const note = `Edition "${name}": ${leftOut} of ${splits.train.count} training images left out, ${relabelled} relabelled; validation and test as they are.`;
  return {
    ...dataset,
    splits: { ...splits, train },
    summary: {
      ...summary,
      counts: { ...summary.counts, train: train.count },
      classCounts: { ...summary.classCounts, train: classCounts },
      notes: [...summary.notes, note],
    },
  };
}

function refuseLostClass({ name }: Edition, { summary }: Dataset, classCounts: readonly number[]): void {
  const lost = classCounts.findIndex((count, label) => count === 0 && summary.classCounts.train[label]! > 0);
  if (lost < 0) return;
  throw new LabError(
    'bad-edition',
    `The edition "${name}" leaves no training image of ${summary.classNames[lost]}.`,
    'Nothing was trained. Put some of them back under Data, and train again.',
  );
}
