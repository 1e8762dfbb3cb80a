import { countClasses } from '../../datasets/labels.ts';
import type { Dataset } from '../../lab/dataset.ts';
import { type Edition, editionMark } from '../../lab/edition/edition.ts';
import { refuseUnfitEdition } from '../../lab/edition/fit.ts';
import { LabError } from '../../lab/lab-error.ts';
import { emptyLike, labelsOf } from '../../lab/label-values.ts';
import { type Item, itemsOf } from './items.ts';

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
  refuseBadEdition(edition, dataset);
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
    labels: emptyLike(labels, kept.length * width),
  };
  kept.forEach((index, place) => {
    if (gone.size > 0) {
      train.images.set(splits.train.images.subarray(index * length, (index + 1) * length), place * length);
    }
    train.labels.set(labels.subarray(index * width, (index + 1) * width), place * width);
  });
  const classCounts = countClasses(train.labels, { task: summary.task, classes: summary.classNames.length });
  const note = editionNote(edition, splits.train.count);
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

/** What an edition does, for a person. */
export function editionNote(edition: Edition, images: number): string {
  const { name, leftOut, relabelled } = editionMark(edition);
  return `Edition "${name}": ${leftOut} of ${images} training images left out, ${relabelled} relabelled; validation and test as they are.`;
}

/** The official training images as an edition makes them, for a protocol that changes more. */
export function editedItems(
  items: readonly Item[],
  edition: Edition,
): { readonly items: Item[]; readonly note: string } {
  const gone = new Set(edition.train.leftOut);
  const labels = new Map(edition.train.relabelled.map(({ image, label }) => [image, labelsOf(label)]));
  const kept = items.flatMap((item) => {
    if (gone.has(item.index)) return [];
    const label = labels.get(item.index);
    return label ? [{ ...item, label, isWrong: false }] : [item];
  });
  return { items: kept, note: editionNote(edition, items.length) };
}

/** @throws LabError `bad-edition` where it is of another set, or leaves a class without a training image */
export function refuseBadEdition(edition: Edition, dataset: Dataset): void {
  const { summary } = dataset;
  refuseUnfitEdition(edition, summary);
  const { items } = editedItems(itemsOf(dataset, 'train'), edition);
  const counts = summary.classNames.map(() => 0);
  for (const { label } of items) {
    if (summary.task !== 'multi-label') counts[label[0]!]! += 1;
    else for (const [name, value] of label.entries()) counts[name]! += value;
  }
  const lost = counts.findIndex((count, label) => count === 0 && summary.classCounts.train[label]! > 0);
  if (lost < 0) return;
  throw new LabError(
    'bad-edition',
    `The edition "${edition.name}" leaves no training image of ${summary.classNames[lost]}.`,
    'Nothing was trained. Put some of them back under Data, and train again.',
  );
}
