import type { Task } from '../dataset.ts';
import type { LabelValues } from '../label-values.ts';

/** More tiles than this are too small to be told apart, and too many to be moved sixty times a second. */
export const MOST_TILES = 600;

/**
 * The images of a part that lie on the light table: all of them where they are few enough, else an equal number of each
 * class, or as many as there are. The same labels give the same images, evenly spaced within each class, so that what
 * the page shows and what the worker tells of it are the same images in every run. A multi-label image stands for the
 * rarest label it has, or for those without a label.
 *
 * @param labels as in SplitData.labels
 * @param classes number of classes or labels
 * @returns indices in the part, ascending
 */
export function shownImages(
  labels: LabelValues,
  task: Task,
  classes: number,
  most: number = MOST_TILES,
): Int32Array {
  const groups = groupByClass(labels, task, classes);
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  if (count <= most) return Int32Array.from({ length: count }, (_, index) => index);
  const quotas = equalShares(
    groups.map((group) => group.length),
    most,
  );
  const drawn = groups.flatMap((group, at) => {
    const quota = quotas[at]!;
    return Array.from(
      { length: quota },
      (_, turn) => group[Math.floor(((turn + 0.5) * group.length) / quota)]!,
    );
  });
  return Int32Array.from(drawn).sort();
}

function groupByClass(labels: LabelValues, task: Task, classes: number): number[][] {
  const multiLabel = task === 'multi-label';
  const groups: number[][] = Array.from({ length: classes + (multiLabel ? 1 : 0) }, () => []);
  if (!multiLabel) {
    labels.forEach((label, index) => {
      groups[label]!.push(index);
    });
    return groups;
  }
  const held = Array.from({ length: classes }, (_, label) => {
    let sum = 0;
    for (let at = label; at < labels.length; at += classes) sum += labels[at]!;
    return sum;
  });
  for (let index = 0; index * classes < labels.length; index++) {
    let rarest = classes;
    for (let label = 0; label < classes; label++) {
      if (labels[index * classes + label] !== 1) continue;
      if (rarest === classes || held[label]! < held[rarest]!) rarest = label;
    }
    groups[rarest]!.push(index);
  }
  return groups;
}

/** Shares of `total` as equal as the sizes allow: none beyond its size, and no place left while there is an image. */
function equalShares(sizes: readonly number[], total: number): number[] {
  const shares = sizes.map(() => 0);
  const smallestFirst = sizes.map((_, at) => at).sort((a, b) => sizes[a]! - sizes[b]! || a - b);
  let left = total;
  smallestFirst.forEach((at, turn) => {
    shares[at] = Math.min(sizes[at]!, Math.floor(left / (sizes.length - turn)));
    left -= shares[at]!;
  });
  return shares;
}
