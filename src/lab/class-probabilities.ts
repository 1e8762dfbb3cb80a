import type { Task } from './dataset.ts';
import type { Activation } from './run-record.ts';

/**
 * The probability of each class (label) by the logits of an image. Of two classes one logit tells both.
 *
 * @returns one a class
 */
export function classProbabilities(
  logits: ArrayLike<number>,
  activation: Activation,
  task: Task,
): readonly number[] {
  const row = Array.from(logits);
  if (task === 'binary' && row.length === 1) {
    const positive = sigmoid(row[0]!);
    return [1 - positive, positive];
  }
  if (activation === 'sigmoid') return row.map(sigmoid);
  const most = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

/** Which logit speaks for a class, and which way. */
export function logitOf(
  answer: number,
  outputs: number,
): { readonly output: number; readonly direction: 1 | -1 } {
  return outputs === 1 ? { output: 0, direction: answer === 1 ? 1 : -1 } : { output: answer, direction: 1 };
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
