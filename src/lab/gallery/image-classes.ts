import type { Task } from '../dataset.ts';

/**
 * The classes of an image: one, or for multi-label all labels that it has; an image without a label belongs to a group of
 * its own, whose number is that of the labels.
 *
 * @param row as in SplitData.labels
 */
export function classesOf(row: ArrayLike<number>, task: Task): readonly number[] {
  if (task !== 'multi-label') return [row[0]!];
  const held: number[] = [];
  for (let label = 0; label < row.length; label++) if (row[label] === 1) held.push(label);
  return held.length > 0 ? held : [row.length];
}

/** The classes of an image in words, for instance "effusion, mass". */
export function classWords(row: ArrayLike<number>, task: Task, classNames: readonly string[]): string {
  return classesOf(row, task)
    .map((label) => classNames[label] ?? 'no label')
    .join(', ');
}
