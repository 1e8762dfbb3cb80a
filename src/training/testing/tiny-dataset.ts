import { countClasses } from '../../datasets/labels.ts';
import { type Dataset, SPLITS, type Split, type SplitData, type Task } from '../../lab/dataset.ts';

/** Edge of the images, in pixels. */
const SIZE = 4;

/**
 * A set whose images tell where they came from: the first pixel is the split (0 train, 1 val, 2 test), the second the
 * index, the rest grey.
 *
 * @param classes labels by split, one an image; for multi-label one row of 0 and 1 an image
 */
export function tinyDataset(
  labels: Readonly<Record<Split, readonly (number | readonly number[])[]>>,
  { task = 'binary', classes = 2 }: { task?: Task; classes?: number } = {},
): Dataset {
  const part = (split: Split): SplitData => {
    const rows = labels[split];
    const images = new Uint8Array(rows.length * SIZE * SIZE).fill(128);
    rows.forEach((_, index) => {
      images[index * SIZE * SIZE] = SPLITS.indexOf(split);
      images[index * SIZE * SIZE + 1] = index;
    });
    return { count: rows.length, images, labels: Uint8Array.from(rows.flat()) };
  };
  const splits = { train: part('train'), val: part('val'), test: part('test') };
  const counted = (split: Split) => countClasses(splits[split].labels, { task, classes });
  return {
    splits,
    streaming: null,
    summary: {
      key: 'custom:tiny',
      catalogueId: null,
      name: 'tiny',
      task,
      dims: 2,
      size: SIZE,
      channels: 1,
      classNames: Array.from({ length: classes }, (_, index) => `class ${index}`),
      counts: { train: splits.train.count, val: splits.val.count, test: splits.test.count },
      classCounts: { train: counted('train'), val: counted('val'), test: counted('test') },
      licence: 'synthetic',
      synthetic: true,
      fingerprint: '0'.repeat(64),
      origin: 'a test',
      notes: [],
    },
  };
}

/** Which image of the original set this is, for instance "val 3". */
export function sourceOf({ images, count }: SplitData, index: number): string {
  const length = images.length / count;
  return `${SPLITS[images[index * length]!]} ${images[index * length + 1]}`;
}
