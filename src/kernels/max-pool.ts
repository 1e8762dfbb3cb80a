import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { WindowGeometry } from './convolution.ts';
import { kernel, runKernel, type Tensors } from './kernel.ts';
import type { PoolAttributes } from './pool-geometry.ts';

/** tfjs' own kernels; its registry of gradients runs that of the gradient. */
export const MAX_POOL = kernel<Tensors<'x'>, PoolAttributes>(tf.MaxPool, tf.MaxPool3D);
export const MAX_POOL_GRADIENT = kernel<Tensors<'dy' | 'input' | 'output'>, PoolAttributes>(
  tf.MaxPoolGrad,
  tf.MaxPool3DGrad,
);

/**
 * Max pooling in 2D or 3D by the rank of `x`. Padded positions never win. Where several positions hold the
 * maximum, the gradient goes to the first in row-major order, as in PyTorch.
 *
 * @param x [N, H, W, C] or [N, D, H, W, C]
 * @param size window edge in pixels, equal along every spatial axis
 */
export function maxPool(x: tf.Tensor, size: number, { stride, pad }: WindowGeometry): tf.Tensor {
  const attributes =
    x.rank === 4
      ? { filterSize: [size, size], strides: [stride, stride], pad }
      : {
          filterSize: [size, size, size],
          strides: [stride, stride, stride],
          pad,
          dataFormat: 'NDHWC',
        };
  return runKernel(MAX_POOL, { x }, attributes, x.rank === 4 ? 2 : 3)[0]!;
}
