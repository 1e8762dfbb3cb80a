import * as tf from '@tensorflow/tfjs-core';
import { weightedTargets } from '../targets.ts';
import { createBce, targetTensors } from './bce.ts';
import { type Loss, type LossContext, NOTHING_OWNED } from './loss.ts';

/**
 * Softmax cross-entropy, mean over the batch: logsumexp(z) − z_y; its gradient is (softmax(z) − onehot(y)) / N. Where
 * classes do not exclude each other (one logit, or labels), it is the binary cross-entropy.
 */
export function createCrossEntropy(context: LossContext): Loss {
  if (context.task !== 'multi-class') return createBce(context);
  return {
    ...NOTHING_OWNED,
    activation: 'softmax',
    compute(logits, labels, mix = null) {
      const count = logits.shape[0];
      const { targets, weights } = targetTensors(weightedTargets(labels, mix, context), context.outputs);
      const operation = tf.customGrad((...args: unknown[]) => {
        const [z, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
        const logProbabilities = tf.sub(z, tf.logSumExp(z, 1, true));
        const losses = tf.neg(tf.sum(tf.mul(logProbabilities, targets), 1, true));
        const slope = tf.div(tf.sub(tf.exp(logProbabilities), targets), count);
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
