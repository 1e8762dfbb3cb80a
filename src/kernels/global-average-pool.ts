import * as tf from '@tensorflow/tfjs-core';
import { hasFusedKernel, runFusedKernel } from './fused-kernel.ts';

/**
 * Names of the fused kernels that a backend may bring.
 * `GlobalAveragePool`: inputs {x: [N, ..., C]}, output [N, C].
 * `GlobalAveragePoolGrad`: inputs {dy: [N, C]}, attributes {inputShape}, output of inputShape.
 */
export const GLOBAL_AVERAGE_POOL = 'GlobalAveragePool';
export const GLOBAL_AVERAGE_POOL_GRAD = 'GlobalAveragePoolGrad';

/**
 * Mean over all spatial axes: [N, ..., C] -> [N, C].
 *
 * The gradient is written out because that of `tf.mean` uploads a tensor of ones as large as the activation.
 */
export function globalAveragePool(x: tf.Tensor): tf.Tensor {
  const inputShape = x.shape;
  const spatialAxes = inputShape.slice(1, -1).map((_, axis) => axis + 1);
  const [batch, channels] = [inputShape[0]!, inputShape[inputShape.length - 1]!];
  const positions = x.size / (batch * channels);
  const operation = tf.customGrad((...args: unknown[]) => {
    const x = args[0] as tf.Tensor;
    const value = hasFusedKernel(GLOBAL_AVERAGE_POOL)
      ? runFusedKernel(GLOBAL_AVERAGE_POOL, { x }, {})[0]!
      : tf.mean(x, spatialAxes);
    return {
      value,
      gradFunc: (dy: tf.Tensor) => {
        if (hasFusedKernel(GLOBAL_AVERAGE_POOL_GRAD)) {
          return runFusedKernel(GLOBAL_AVERAGE_POOL_GRAD, { dy }, { inputShape })[0]!;
        }
        const spread = tf.reshape(tf.div(dy, positions), [batch, ...spatialAxes.map(() => 1), channels]);
        return tf.broadcastTo(spread, inputShape);
      },
    };
  });
  return operation(x);
}
