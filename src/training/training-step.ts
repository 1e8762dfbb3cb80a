import * as tf from '@tensorflow/tfjs-core';
import type { LabelValues } from '../lab/label-values.ts';
import type { Learner } from './learner.ts';
import type { Loss } from './loss/loss.ts';
import type { Optimizer } from './optimizer/optimizer.ts';
import type { LabelMix } from './targets.ts';

/** What one step leaves to be read: the caller disposes both. */
export interface StepResult {
  readonly loss: tf.Scalar;
  /** [N, outputs], from before the step. */
  readonly logits: tf.Tensor2D;
}

/** What the optimizer moves: the trained weights, then the loss's own variables (a, then b), in this order. */
export function trainableOf(model: Pick<Learner, 'trained'>, loss: Loss): tf.Variable[] {
  return [...model.trained, ...loss.trainable];
}

/**
 * One step: forward, backward, optimizer, and the ascent of the loss's dual variable.
 *
 * @param images [N, (D,) H, W, C], or what else the learner is shown
 * @param labels N rows as in SplitData.labels
 * @param optimizer created over {@link trainableOf}
 * @param mix what is mixed into the labels; null: nothing
 */
export function trainingStep(
  model: Learner,
  loss: Loss,
  optimizer: Optimizer,
  images: tf.Tensor,
  labels: LabelValues,
  mix: LabelMix | null = null,
): StepResult {
  let logits: tf.Tensor2D | undefined;
  try {
    return tf.tidy(() => {
      const trainable = trainableOf(model, loss);
      // What is frozen has no way back, and keeps nothing for one.
      const seen = tf.tidy(() => model.frozenOutput(images));
      const { value, grads } = tf.variableGrads(() => {
        const output = model.trainedOutput(seen, true);
        logits = tf.keep(output.clone());
        return loss.compute(output, labels, mix);
      }, trainable);
      optimizer.step(trainable.map((parameter) => grads[parameter.name]!));
      loss.afterStep(optimizer.learningRate);
      return { loss: value, logits: logits! };
    });
  } catch (error) {
    logits?.dispose();
    freeAbandonedTape();
    throw error;
  }
}

/** tfjs frees what was saved for the way back only where a gradient succeeds: after an error it would stay for good. */
export function freeAbandonedTape(): void {
  const { state } = tf.engine();
  tf.dispose((state.activeTape ?? []).flatMap(({ saved }) => saved ?? []));
  state.activeTape = [];
}
