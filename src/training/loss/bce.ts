import * as tf from '@tensorflow/tfjs-core';
import { type WeightedTargets, weightedTargets } from '../targets.ts';
import { type Loss, type LossContext, NOTHING_OWNED } from './loss.ts';

/**
 * Binary cross-entropy of each output by itself, mean over the batch and the outputs, in the stable form
 * max(z, 0) − z y + log(1 + exp(−|z|)); its gradient is (σ(z) − y) / count. Images of class c count classWeights[c].
 */
export function createBce(context: LossContext): Loss {
  return {
    ...NOTHING_OWNED,
    activation: 'sigmoid',
    compute(logits, labels, mix = null) {
      const { targets, weights } = targetTensors(weightedTargets(labels, mix, context), context.outputs);
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

/** Targets as [N, outputs], and the weight of each image as [N, 1]; null where all weigh the same. */
export function targetTensors(
  { targets, weights }: WeightedTargets,
  outputs: number,
): { readonly targets: tf.Tensor2D; readonly weights: tf.Tensor2D | null } {
  const count = targets.length / outputs;
  return {
    targets: tf.tensor2d(targets, [count, outputs]),
    weights: weights && tf.tensor2d(weights, [count, 1]),
  };
}
