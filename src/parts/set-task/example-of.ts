import type { DatasetSummary } from '../../lab/dataset.ts';
import type { LabelValues } from '../../lab/label-values.ts';

/**
 * The image that shows a class best among some: of one label, an image that has as few others as possible.
 *
 * @param labels as in SplitData.labels
 * @returns its place; null where none is of the class
 */
export function exampleOf(
  { task, classNames }: Pick<DatasetSummary, 'task' | 'classNames'>,
  labels: LabelValues,
  wanted: number,
): number | null {
  if (task !== 'multi-label') {
    const place = labels.indexOf(wanted);
    return place < 0 ? null : place;
  }
  const width = classNames.length;
  let best: { readonly place: number; readonly others: number } | null = null;
  for (let place = 0; place < labels.length / width; place++) {
    const row = labels.subarray(place * width, (place + 1) * width);
    if (row[wanted] !== 1) continue;
    const others = row.filter((label) => label === 1).length - 1;
    if (best === null || others < best.others) best = { place, others };
  }
  return best?.place ?? null;
}
