import * as tf from '@tensorflow/tfjs-core';
import { targetsOf } from '../targets.ts';
import { type Loss, type LossContext, NOTHING_OWNED } from './loss.ts';

/**
 * Binary cross-entropy of each output by itself, mean over the batch and the outputs, in the stable form
 * max(z, 0) − z y + log(1 + exp(−|z|)); its gradient is (σ(z) − y) / count. Images of class c count classWeights[c].
 */
export function createBce({ task, outputs, classWeights }: LossContext): Loss {
  return {
    ...NOTHING_OWNED,
    activation: 'sigmoid',
    compute(logits, labels) {
      const targets = tf.tensor2d(targetsOf(labels, task, outputs), [logits.shape[0], outputs]);
      const weights = imageWeights(labels, classWeights);
      const operation = tf.customGrad((...args: unknown[]) => {
        const [z, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
        const losses = tf.add(tf.sub(tf.relu(z), tf.mul(z, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
        const slope = tf.div(tf.sub(tf.sigmoid(z), targets), z.size);
        save([weights ? tf.mul(slope, weights) : slope]);
        return {
          value: tf.mean(weights ? tf.mul(losses, weights) : losses),
          gradFunc: (dy: tf.Tensor, [slope]: tf.Tensor[]) => tf.mul(slope!, dy),
        };
      });
      return operation(logits) as tf.Scalar;
    },
  };
}

/** [N, 1] with the weight of each image's class; null where all weigh the same. */
export function imageWeights(labels: Uint8Array, classWeights: readonly number[] | null): tf.Tensor2D | null {
  if (!classWeights) return null;
  return tf.tensor2d(
    Float32Array.from(labels, (label) => classWeights[label]!),
    [labels.length, 1],
  );
}
