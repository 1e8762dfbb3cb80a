import type * as tf from '@tensorflow/tfjs-core';
import type { Task } from '../../lab/dataset.ts';
import type { LabelValues } from '../../lab/label-values.ts';
import type { Activation } from '../../lab/run-record.ts';
import type { LabelMix } from '../targets.ts';

export interface LossContext {
  readonly task: Task;
  /** Logits per image. */
  readonly outputs: number;
  /** Weight of each class, or null for equal weights; for binary and multi-class tasks. */
  readonly classWeights: readonly number[] | null;
  /** The pitfall of a loss whose own variables (a, b, α) never move; absent: they do. */
  readonly frozen?: boolean;
}

/** A loss in use: what it computes, and what it owns. */
export interface Loss {
  readonly activation: Activation;
  /** Variables that are trained along with the weights (a and b of the AUC margin loss). */
  readonly trainable: readonly tf.Variable[];
  /** Variables that ascend instead (α); moved by afterStep. */
  readonly ascending: readonly tf.Variable[];
  /** a and b of the AUC margin loss, [outputs], to be shown; null under losses that have none. */
  readonly means: { readonly a: tf.Variable; readonly b: tf.Variable } | null;
  /**
   * Mean loss of a batch, differentiable in the logits and the trainable variables.
   *
   * @param logits [N, outputs]
   * @param labels N rows as in SplitData.labels
   * @param mix what is mixed into them; absent or null: nothing
   * @throws LabError `batch-needs-both-classes` where the formula needs both classes and the batch lacks one;
   *   `bad-recipe` where it takes no mixed labels
   */
  compute(logits: tf.Tensor2D, labels: LabelValues, mix?: LabelMix | null): tf.Scalar;
  /** Called after each optimizer step: moves what ascends instead of descending (α). */
  afterStep(learningRate: number): void;
  dispose(): void;
}

export const NOTHING_OWNED = {
  trainable: [],
  ascending: [],
  means: null,
  afterStep: () => {},
  dispose: () => {},
} as const;
