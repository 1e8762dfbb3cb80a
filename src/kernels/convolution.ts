import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';

/** Geometry of a convolution or pooling window, equal along every spatial axis. */
export interface WindowGeometry {
  /** Step between windows, in pixels (voxels), >= 1. */
  readonly stride: number;
  /** Zeros (or -inf for pooling) added on both sides of every spatial axis, in pixels. */
  readonly pad: number;
}

/**
 * Convolution without bias, in 2D or 3D by the rank of `x`, with symmetric explicit padding.
 *
 * The padding is given as a number, as PyTorch does: TF's `'same'` pads unevenly at stride 2 on even sizes
 * (numerics.md), and `tf.conv3d` accepts no explicit pads although its kernels compute them, so the kernels
 * `Conv2D` and `Conv3D` are run directly. Gradients come from tfjs' registry and run
 * `Conv2DBackpropInput` / `Conv2DBackpropFilter` and `Conv3DBackpropInputV2` / `Conv3DBackpropFilterV2`.
 *
 * @param x [N, H, W, C] or [N, D, H, W, C]
 * @param filter [kH, kW, C, O] or [kD, kH, kW, C, O]
 * @returns [N, H', W', O] or [N, D', H', W', O] with H' = floor((H + 2 pad - kH) / stride) + 1
 */
export function convolve(x: tf.Tensor, filter: tf.Tensor, { stride, pad }: WindowGeometry): tf.Tensor {
  if (x.rank === 4) {
    return tf
      .engine()
      .runKernel(
        'Conv2D',
        { x, filter },
        { strides: [stride, stride], pad, dataFormat: 'NHWC', dilations: [1, 1] },
      ) as tf.Tensor;
  }
  return tf
    .engine()
    .runKernel(
      'Conv3D',
      { x, filter },
      { strides: [stride, stride, stride], pad, dataFormat: 'NDHWC', dilations: [1, 1, 1] },
    ) as tf.Tensor;
}
