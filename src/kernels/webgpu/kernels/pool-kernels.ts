import * as tf from '@tensorflow/tfjs-core';
import { GLOBAL_AVERAGE_POOL, GLOBAL_AVERAGE_POOL_GRAD } from '../../global-average-pool.ts';
import {
  globalAveragePoolGradientShader,
  globalAveragePoolShader,
  maxPoolGradientShader,
  maxPoolShader,
} from '../pool-shaders.ts';
import { allFloat, type KernelCall, registerWebgpuKernel, sizeOf, spread, words } from './register-kernel.ts';

interface PoolAttributes {
  readonly filterSize: number | readonly number[];
  readonly strides: number | readonly number[];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: string;
}

type Triple = [number, number, number];

/** Shape of the output, and the sizes of map, output, window, stride and padding in the order of the uniforms. */
function poolGeometry(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolAttributes,
): { readonly outShape: readonly number[]; readonly sizes: readonly number[] } {
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
      outShape: info.outShape,
      sizes: [
        ...[1, info.inHeight, info.inWidth, 1, info.outHeight, info.outWidth],
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
    outShape: info.outShape,
    sizes: [
      ...[info.inDepth, info.inHeight, info.inWidth, info.outDepth, info.outHeight, info.outWidth],
      ...[info.filterDepth, info.filterHeight, info.filterWidth],
      ...[info.strideDepth, info.strideHeight, info.strideWidth],
      ...[info.padInfo.front, info.padInfo.top, info.padInfo.left],
    ],
  };
}

function channelsFirst({ dataFormat }: PoolAttributes): boolean {
  return dataFormat === 'NCHW' || dataFormat === 'NCDHW';
}

function channelsOf({ shape }: tf.TensorInfo): number {
  return shape[shape.length - 1]!;
}

function maxPool({ inputs, attributes, backend }: KernelCall<PoolAttributes>): tf.TensorInfo | undefined {
  const { x } = inputs as { x: tf.TensorInfo };
  if (!allFloat(x) || channelsFirst(attributes)) return undefined;
  const { outShape, sizes } = poolGeometry(x.shape, attributes);
  const y = backend.allocate(outShape);
  backend.dispatch({
    program: { key: 'max-pool', code: maxPoolShader },
    bindings: [backend.binding(x), backend.binding(y)],
    uniforms: words(sizeOf(y), channelsOf(x), ...sizes),
    workgroups: spread(Math.ceil(sizeOf(y) / 64)),
  });
  return y;
}

function maxPoolGradient({
  inputs,
  attributes,
  backend,
}: KernelCall<PoolAttributes>): tf.TensorInfo | undefined {
  const { dy, input, output } = inputs as Record<'dy' | 'input' | 'output', tf.TensorInfo>;
  if (!allFloat(dy, input, output) || channelsFirst(attributes)) return undefined;
  const { sizes } = poolGeometry(input.shape, attributes);
  const dx = backend.allocate(input.shape);
  backend.dispatch({
    program: { key: 'max-pool-gradient', code: maxPoolGradientShader },
    bindings: [dy, input, output, dx].map((tensor) => backend.binding(tensor)),
    uniforms: words(sizeOf(dx), channelsOf(dx), ...sizes),
    workgroups: spread(Math.ceil(sizeOf(dx) / 64)),
  });
  return dx;
}

function globalAveragePool({ inputs, backend }: KernelCall<unknown>): tf.TensorInfo {
  const { x } = inputs as { x: tf.TensorInfo };
  const [batch, channels] = [x.shape[0]!, channelsOf(x)];
  const y = backend.allocate([batch, channels]);
  backend.dispatch({
    program: { key: 'global-average-pool', code: globalAveragePoolShader },
    bindings: [backend.binding(x), backend.binding(y)],
    uniforms: words(sizeOf(y), channels, sizeOf(x) / sizeOf(y)),
    workgroups: spread(Math.ceil(sizeOf(y) / 64)),
  });
  return y;
}

function globalAveragePoolGradient({
  inputs,
  attributes,
  backend,
}: KernelCall<{ inputShape: readonly number[] }>): tf.TensorInfo {
  const { dy } = inputs as { dy: tf.TensorInfo };
  const dx = backend.allocate(attributes.inputShape);
  backend.dispatch({
    program: { key: 'global-average-pool-gradient', code: globalAveragePoolGradientShader },
    bindings: [backend.binding(dy), backend.binding(dx)],
    uniforms: words(sizeOf(dx), channelsOf(dx), sizeOf(dx) / sizeOf(dy)),
    workgroups: spread(Math.ceil(sizeOf(dx) / 64)),
  });
  return dx;
}

export function registerPoolKernels(): void {
  registerWebgpuKernel('MaxPool', maxPool);
  registerWebgpuKernel('MaxPoolGrad', maxPoolGradient);
  registerWebgpuKernel('MaxPool3D', maxPool);
  registerWebgpuKernel('MaxPool3DGrad', maxPoolGradient);
  registerWebgpuKernel(GLOBAL_AVERAGE_POOL, globalAveragePool);
  registerWebgpuKernel(GLOBAL_AVERAGE_POOL_GRAD, globalAveragePoolGradient);
}
