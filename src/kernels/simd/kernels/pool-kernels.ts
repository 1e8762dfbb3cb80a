import * as tf from '@tensorflow/tfjs-core';
import { GLOBAL_AVERAGE_POOL, GLOBAL_AVERAGE_POOL_GRAD } from '../../global-average-pool.ts';
import { JOBS } from '../jobs.ts';
import { allFloat, type KernelCall, registerSimdKernel, sizeOf } from './register-kernel.ts';

interface PoolAttributes {
  readonly filterSize: number | readonly number[];
  readonly strides: number | readonly number[];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: string;
}

interface PoolGeometry {
  readonly batch: number;
  readonly outDepth: number;
  readonly outShape: readonly number[];
  /** Words 2 to 17 of the job's arguments (assembly/max-pool.ts). */
  readonly words: readonly number[];
}

type Triple = [number, number, number];

function poolGeometry(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolAttributes,
): PoolGeometry {
  if (shape.length === 4) {
    const info = tf.backend_util.computePool2DInfo(
      [...shape] as [number, number, number, number],
      filterSize as number | [number, number],
      strides as number | [number, number],
      1,
      pad,
      dimRoundingMode,
    );
    return {
      batch: info.batchSize,
      outDepth: 1,
      outShape: info.outShape,
      words: [
        ...[1, info.inHeight, info.inWidth, info.inChannels, 1, info.outHeight, info.outWidth],
        ...[1, info.filterHeight, info.filterWidth, 1, info.strideHeight, info.strideWidth],
        ...[0, info.padInfo.top, info.padInfo.left],
      ],
    };
  }
  const info = tf.backend_util.computePool3DInfo(
    [...shape] as [number, number, number, number, number],
    filterSize as number | Triple,
    strides as number | Triple,
    1,
    pad,
    dimRoundingMode,
  );
  return {
    batch: info.batchSize,
    outDepth: info.outDepth,
    outShape: info.outShape,
    words: [
      ...[info.inDepth, info.inHeight, info.inWidth, info.inChannels],
      ...[info.outDepth, info.outHeight, info.outWidth],
      ...[info.filterDepth, info.filterHeight, info.filterWidth],
      ...[info.strideDepth, info.strideHeight, info.strideWidth],
      ...[info.padInfo.front, info.padInfo.top, info.padInfo.left],
    ],
  };
}

function channelsFirst({ dataFormat }: PoolAttributes): boolean {
  return dataFormat === 'NCHW' || dataFormat === 'NCDHW';
}

function maxPool({ inputs, attributes, backend }: KernelCall<PoolAttributes>): tf.TensorInfo | undefined {
  const { x } = inputs as { x: tf.TensorInfo };
  if (!allFloat(x) || channelsFirst(attributes)) return undefined;
  const { batch, outDepth, outShape, words } = poolGeometry(x.shape, attributes);
  const from = backend.address(x);
  const y = backend.allocate(outShape);
  backend.run(JOBS.maxPool, batch * outDepth, [from, backend.address(y), ...words]);
  return y;
}

function maxPoolGradient({
  inputs,
  attributes,
  backend,
}: KernelCall<PoolAttributes>): tf.TensorInfo | undefined {
  const { dy, input, output } = inputs as Record<'dy' | 'input' | 'output', tf.TensorInfo>;
  if (!allFloat(dy, input, output) || channelsFirst(attributes)) return undefined;
  const { batch, words } = poolGeometry(input.shape, attributes);
  const [x, y, gradient] = [backend.address(input), backend.address(output), backend.address(dy)];
  const dx = backend.allocate(input.shape);
  backend.run(JOBS.maxPoolGradient, batch, [x, y, ...words, gradient, backend.address(dx)]);
  return dx;
}

function globalAveragePool({ inputs, backend }: KernelCall<unknown>): tf.TensorInfo {
  const { x } = inputs as { x: tf.TensorInfo };
  const batch = x.shape[0]!;
  const channels = x.shape[x.shape.length - 1]!;
  const positions = sizeOf(x) / (batch * channels);
  const from = backend.address(x);
  const y = backend.allocate([batch, channels]);
  backend.run(JOBS.globalAveragePool, batch, [from, backend.address(y), positions, channels]);
  return y;
}

function globalAveragePoolGradient({
  inputs,
  attributes,
  backend,
}: KernelCall<{ inputShape: readonly number[] }>): tf.TensorInfo {
  const { dy } = inputs as { dy: tf.TensorInfo };
  const [batch, channels] = dy.shape as [number, number];
  const from = backend.address(dy);
  const dx = backend.allocate(attributes.inputShape);
  const positions = sizeOf(dx) / (batch * channels);
  backend.run(JOBS.globalAveragePoolGradient, batch, [from, backend.address(dx), positions, channels]);
  return dx;
}

export function registerPoolKernels(): void {
  registerSimdKernel('MaxPool', maxPool);
  registerSimdKernel('MaxPoolGrad', maxPoolGradient);
  registerSimdKernel('MaxPool3D', maxPool);
  registerSimdKernel('MaxPool3DGrad', maxPoolGradient);
  registerSimdKernel(GLOBAL_AVERAGE_POOL, globalAveragePool);
  registerSimdKernel(GLOBAL_AVERAGE_POOL_GRAD, globalAveragePoolGradient);
}
