import { countClasses } from '../../datasets/labels.ts';
import type { Dataset, Split, SplitData } from '../../lab/dataset.ts';

/** An image of the official train or val part, with the label it is given. */
export interface Item {
  readonly split: 'train' | 'val';
  readonly index: number;
  readonly label: Uint8Array;
  /** Whether the label was changed at random. */
  readonly isWrong?: boolean;
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

/** The images as a part of their own. */
export function gathered(splits: Dataset['splits'], items: readonly Item[]): SplitData {
  const length = splits.train.images.length / splits.train.count;
  const width = items[0]!.label.length;
  const images = new Uint8Array(items.length * length);
  const labels = new Uint8Array(items.length * width);
  items.forEach(({ split, index, label }, place) => {
    images.set(splits[split].images.subarray(index * length, (index + 1) * length), place * length);
    labels.set(label, place * width);
  });
  return { count: items.length, images, labels };
}
