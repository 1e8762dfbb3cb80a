import { countClasses } from '../../datasets/labels.ts';
import type { Dataset, DatasetSummary, Split, SplitData } from '../../lab/dataset.ts';
import { emptyLike, type LabelValues } from '../../lab/label-values.ts';
import { plantMark } from '../../lab/shortcut-mark.ts';

/** An image of the official train or val part, with the label it is given. */
export interface Item {
  readonly split: 'train' | 'val';
  readonly index: number;
  readonly label: LabelValues;
  /** Whether the label was changed at random. */
  readonly isWrong?: boolean;
  /** Whether the mark of a planted shortcut is drawn into it. */
  readonly isMarked?: boolean;
}

export function itemsOf({ splits }: Dataset, split: 'train' | 'val'): Item[] {
  const { count, labels } = splits[split];
  const width = labels.length / count;
  return Array.from({ length: count }, (_, index) => ({
    split,
    index,
    label: labels.subarray(index * width, (index + 1) * width),
  }));
}

/** The set with other parts, counted anew. */
export function rebuilt(
  { summary }: Dataset,
  parts: Readonly<Record<Split, SplitData>>,
  notes: readonly string[],
): Omit<Dataset, 'streaming'> {
  const scheme = { task: summary.task, classes: summary.classNames.length };
  const forParts = <Value>(of: (part: SplitData) => Value): Record<Split, Value> => ({
    train: of(parts.train),
    val: of(parts.val),
    test: of(parts.test),
  });
  return {
    splits: parts,
    summary: {
      ...summary,
      counts: forParts(({ count }) => count),
      classCounts: forParts(({ labels }) => countClasses(labels, scheme)),
      notes: [...summary.notes, ...notes],
    },
  };
}

/** The images as a part of their own, marks drawn in. */
export function gathered(
  { splits, summary }: { readonly splits: Dataset['splits']; readonly summary: DatasetSummary },
  items: readonly Item[],
): SplitData {
  const length = splits.train.images.length / splits.train.count;
  const width = items[0]!.label.length;
  const images = new Uint8Array(items.length * length);
  const labels = emptyLike(splits.train.labels, items.length * width);
  items.forEach(({ split, index, label, isMarked }, place) => {
    images.set(splits[split].images.subarray(index * length, (index + 1) * length), place * length);
    if (isMarked) plantMark(images.subarray(place * length, (place + 1) * length), summary);
    labels.set(label, place * width);
  });
  return { count: items.length, images, labels };
}
