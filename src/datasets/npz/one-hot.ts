import { SPLITS } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';
import { emptyLabels } from '../../lab/label-values.ts';
import { forSplits, type Layout } from './layout.ts';

/** In the name of a file whose label columns are to be read as classes. */
const AS_CLASSES = / \(as classes\)/;

export function isNamedAsClasses(fileName: string): boolean {
  return AS_CLASSES.test(fileName);
}

/** The name under which a file is read that way, and kept. */
export function namedAsClasses(fileName: string): string {
  return isNamedAsClasses(fileName) ? fileName : fileName.replace(/(\.npz)?$/i, ' (as classes).npz');
}

/** Whether each row holds a single 1 among zeros, in all parts. */
export function isOneHot({ labels, labelColumns, counts }: Layout): boolean {
  if (labelColumns < 2) return false;
  return SPLITS.every((split) =>
    Array.from({ length: counts[split] }, (_, row) => row).every((row) => {
      const values = labels[split].subarray(row * labelColumns, (row + 1) * labelColumns);
      return (
        values.every((value) => value <= 1) &&
        values.indexOf(1) >= 0 &&
        values.indexOf(1) === values.lastIndexOf(1)
      );
    }),
  );
}

/**
 * One column of class numbers in place of one column a class.
 *
 * @throws LabError `labels-out-of-range` where an image has several labels, or none
 */
export function asClasses(layout: Layout): Layout {
  const { labelColumns, counts } = layout;
  if (labelColumns < 2) return layout;
  if (!isOneHot(layout)) {
    throw new LabError(
      'labels-out-of-range',
      'Some images have several labels, or none, so the columns are no classes.',
      'Load the file under its own name: its columns are then read as labels.',
    );
  }
  const labels = forSplits((split) =>
    emptyLabels(labelColumns, counts[split]).map((_, row) =>
      layout.labels[split].subarray(row * labelColumns, (row + 1) * labelColumns).indexOf(1),
    ),
  );
  return { ...layout, labels, labelColumns: 1 };
}
