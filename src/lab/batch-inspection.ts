import type { Task } from './dataset.ts';
import type { LabelValues } from './label-values.ts';
import type { Activation } from './run-record.ts';

/** A variable of the AUC margin loss, by output, before and after a step. */
export interface Moved {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** One batch as the model saw it, and what the step on it did. */
export interface BatchInspection {
  /** From 1, over the whole run. */
  readonly step: number;
  /** Index of each image in the training part. */
  readonly images: Int32Array;
  /** Which added copy of its image in this pass each one is, from 1; 0: the image itself. */
  readonly copies: Int32Array;
  /** Label rows as in SplitData.labels. */
  readonly labels: LabelValues;
  /** RGBA [images, size, size, 4]: augmented, not normalised, no larger than needed; of volumes the maximum along depth. */
  readonly pixels: Uint8ClampedArray;
  readonly size: number;
  /** [images, outputs], normalised by this batch, under the weights before the step and after it. */
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly activation: Activation;
  readonly outputs: number;
  /** Sum of |∂loss/∂logit| of each class's images (of each label's logits), as a share of all; empty where all are 0. */
  readonly gradientShares: readonly number[];
  /** a, b and α; null under losses that have none. */
  readonly variables: { readonly a: Moved; readonly b: Moved; readonly alpha: Moved } | null;
}

/** What an image of a batch scored. */
export interface BatchScore {
  readonly place: number;
  readonly before: number;
  readonly after: number;
}

/**
 * The score of each image, those first that the step has moved most: of two classes the probability of the second, of
 * several that of the image's own, of labels the mean probability given to what is true.
 */
export function batchScores(batch: BatchInspection, task: Task): readonly BatchScore[] {
  return Array.from(batch.images, (_, place) => ({
    place,
    before: scoreOf(batch, batch.before, place, task),
    after: scoreOf(batch, batch.after, place, task),
  })).sort((one, other) => Math.abs(other.after - other.before) - Math.abs(one.after - one.before));
}

function scoreOf(
  { labels, outputs, activation }: BatchInspection,
  logits: Float32Array,
  place: number,
  task: Task,
): number {
  const row = logits.subarray(place * outputs, (place + 1) * outputs);
  if (task === 'binary') return sigmoid(row[0]!);
  if (task === 'multi-class') {
    const own = labels[place]!;
    return activation === 'softmax' ? softmax(row, own) : sigmoid(row[own]!);
  }
  const told = row.reduce((sum, logit, label) => {
    const yes = sigmoid(logit);
    return sum + (labels[place * outputs + label] === 1 ? yes : 1 - yes);
  }, 0);
  return told / outputs;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function softmax(logits: Float32Array, of: number): number {
  const largest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return Math.exp(logits[of]! - largest) / sum;
}
