import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { ConvolutionAttributes } from './convolution-geometry.ts';
import { kernel, runKernel, type Tensors } from './kernel.ts';

/** Geometry of a convolution or pooling window, equal along every spatial axis. */
export interface WindowGeometry {
  /** Step between windows, in pixels (voxels), >= 1. */
  readonly stride: number;
  /** Zeros (or -inf for pooling) added on both sides of every spatial axis, in pixels. */
  readonly pad: number;
}

/** tfjs' own kernels; its registry of gradients runs the two of the gradients. */
export const CONVOLUTION = kernel<Tensors<'x' | 'filter'>, ConvolutionAttributes>(tf.Conv2D, tf.Conv3D);
export const CONVOLUTION_INPUT_GRADIENT = kernel<
  Tensors<'dy' | 'filter'>,
  ConvolutionAttributes & { readonly inputShape: readonly number[] }
>(tf.Conv2DBackpropInput, tf.Conv3DBackpropInputV2);
export const CONVOLUTION_FILTER_GRADIENT = kernel<
  Tensors<'x' | 'dy'>,
  ConvolutionAttributes & { readonly filterShape: readonly number[] }
>(tf.Conv2DBackpropFilter, tf.Conv3DBackpropFilterV2);

/**
 * Convolution without bias, in 2D or 3D by the rank of `x`, with symmetric explicit padding.
 *
 * The padding is given as a number, as PyTorch does: TF's `'same'` pads unevenly at stride 2 on even sizes
 * (numerics.md), and `tf.conv3d` accepts no explicit pads although its kernels compute them, so the kernels are run
 * directly.
 *
 * @param x [N, H, W, C] or [N, D, H, W, C]
 * @param filter [kH, kW, C, O] or [kD, kH, kW, C, O]
 * @returns [N, H', W', O] or [N, D', H', W', O] with H' = floor((H + 2 pad - kH) / stride) + 1
 */
export function convolve(x: tf.Tensor, filter: tf.Tensor, { stride, pad }: WindowGeometry): tf.Tensor {
  const attributes =
    x.rank === 4
      ? { strides: [stride, stride], pad, dataFormat: 'NHWC', dilations: [1, 1] }
      : { strides: [stride, stride, stride], pad, dataFormat: 'NDHWC', dilations: [1, 1, 1] };
  return runKernel(CONVOLUTION, { x, filter }, attributes, x.rank === 4 ? 2 : 3)[0]!;
}
