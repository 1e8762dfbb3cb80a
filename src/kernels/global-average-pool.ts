import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, kernel, runKernel, type Tensors } from './kernel.ts';

/** Fused kernels that a backend may bring: [N, ..., C] -> [N, C], and back to the shape of the input. */
export const GLOBAL_AVERAGE_POOL = kernel<Tensors<'x'>>('GlobalAveragePool');
export const GLOBAL_AVERAGE_POOL_GRADIENT = kernel<Tensors<'dy'>, { readonly inputShape: readonly number[] }>(
  'GlobalAveragePoolGrad',
);

interface AveragedMap {
  readonly batch: number;
  /** Of each image, over which each mean is taken. */
  readonly positions: number;
  readonly channels: number;
}

/** @param shape [N, ..., C] */
export function averagedMap(shape: readonly number[]): AveragedMap {
  const [batch, channels] = [shape[0]!, shape[shape.length - 1]!];
  return { batch, positions: tf.util.sizeFromShape([...shape]) / (batch * channels), channels };
}

/**
 * Mean over all spatial axes: [N, ..., C] -> [N, C].
 *
 * The gradient is written out because that of `tf.mean` uploads a tensor of ones as large as the activation.
 */
export function globalAveragePool(x: tf.Tensor): tf.Tensor {
  const inputShape = x.shape;
  const spatialAxes = inputShape.slice(1, -1).map((_, axis) => axis + 1);
  const { batch, positions, channels } = averagedMap(inputShape);
  const operation = tf.customGrad((...args: unknown[]) => {
    const x = args[0] as tf.Tensor;
    const value = hasKernel(GLOBAL_AVERAGE_POOL)
      ? runKernel(GLOBAL_AVERAGE_POOL, { x }, {})[0]!
      : tf.mean(x, spatialAxes);
    return {
      value,
      gradFunc: (dy: tf.Tensor) => {
        if (hasKernel(GLOBAL_AVERAGE_POOL_GRADIENT)) {
          return runKernel(GLOBAL_AVERAGE_POOL_GRADIENT, { dy }, { inputShape })[0]!;
        }
        const spread = tf.reshape(tf.div(dy, positions), [batch, ...spatialAxes.map(() => 1), channels]);
        return tf.broadcastTo(spread, inputShape);
      },
    };
  });
  return operation(x);
}
