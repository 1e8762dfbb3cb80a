import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { WindowGeometry } from './convolution.ts';

/**
 * Max pooling in 2D or 3D by the rank of `x`. Padded positions never win. Where several positions hold the
 * maximum, the gradient goes to the first in row-major order, as in PyTorch.
 *
 * Kernels: `MaxPool` / `MaxPoolGrad` and `MaxPool3D` / `MaxPool3DGrad`.
 *
 * @param x [N, H, W, C] or [N, D, H, W, C]
 * @param size window edge in pixels, equal along every spatial axis
 */
export function maxPool(x: tf.Tensor, size: number, { stride, pad }: WindowGeometry): tf.Tensor {
  if (x.rank === 4) {
    return tf
      .engine()
      .runKernel('MaxPool', { x }, { filterSize: [size, size], strides: [stride, stride], pad }) as tf.Tensor;
  }
  return tf.engine().runKernel(
    'MaxPool3D',
    { x },
    {
      filterSize: [size, size, size],
      strides: [stride, stride, stride],
      pad,
      dataFormat: 'NDHWC',
    },
  ) as tf.Tensor;
}
