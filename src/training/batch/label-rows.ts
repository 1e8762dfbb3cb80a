import type { SplitData } from '../../lab/dataset.ts';
import { emptyLike, type LabelValues } from '../../lab/label-values.ts';

/** Labels of some images of a part, a row for each, as in SplitData.labels. */
export function labelRows({ labels, count }: SplitData, indices: Int32Array): LabelValues {
  const width = labels.length / count;
  const rows = emptyLike(labels, indices.length * width);
  indices.forEach((index, row) => {
    rows.set(labels.subarray(index * width, (index + 1) * width), row * width);
  });
  return rows;
}
