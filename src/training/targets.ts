import type { Task } from '../lab/dataset.ts';

/** Logits per image: 1 for binary sets, one a class or label otherwise. */
export function outputCount(task: Task, classes: number): number {
  return task === 'binary' ? 1 : classes;
}

/**
 * What each output should say: the label itself (binary, multi-label) or the one-hot class.
 *
 * @param labels rows as in SplitData.labels
 * @returns 0 or 1, [count, outputs]
 */
export function targetsOf(labels: Uint8Array, task: Task, outputs: number): Float32Array {
  if (task !== 'multi-class') return Float32Array.from(labels);
  const targets = new Float32Array(labels.length * outputs);
  labels.forEach((label, row) => {
    targets[row * outputs + label] = 1;
  });
  return targets;
}
