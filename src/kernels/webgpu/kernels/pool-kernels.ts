import * as tf from '@tensorflow/tfjs-core';
import { GLOBAL_AVERAGE_POOL, GLOBAL_AVERAGE_POOL_GRAD } from '../../global-average-pool.ts';
import { spread } from '../dispatch.ts';
import type { Format } from '../element-format.ts';
import {
  globalAveragePoolGradientShader,
  globalAveragePoolShader,
  maxPoolGradientShader,
  maxPoolShader,
} from '../pool-shaders.ts';
import { allFloat, type KernelCall, registerWebgpuKernel, sizeOf, words } from './register-kernel.ts';

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

/** Elements of a map: groups of four channels where that is possible. */
function elementsIn(map: tf.TensorInfo): { vector: boolean; length: number; channels: number } {
  const channels = channelsOf(map);
  const vector = channels % 4 === 0;
  const width = vector ? 4 : 1;
  return { vector, length: sizeOf(map) / width, channels: channels / width };
}

function maxPool({ inputs, attributes, backend }: KernelCall<PoolAttributes>): tf.TensorInfo | undefined {
  const { x } = inputs as { x: tf.TensorInfo };
  if (!allFloat(x) || channelsFirst(attributes)) return undefined;
  const { outShape, sizes } = poolGeometry(x.shape, attributes);
  // Rounded maxima would equal none of the floats that they came from, and the gradient would find no way back.
  const y =
    backend.formatOf(x) === 'float'
      ? backend.allocate(outShape)
      : backend.allocateActivation(outShape, 'half');
  const [input, output] = [backend.stored(x), backend.stored(y)];
  const { vector, length, channels } = elementsIn(y);
  const variant = { vector, x: input.format, y: output.format };
  backend.dispatch({
    program: { key: `max-pool ${Object.values(variant).join()}`, code: () => maxPoolShader(variant) },
    bindings: [input.binding, output.binding],
    uniforms: words(length, channels, ...sizes),
    workgroups: spread(Math.ceil(length / 64)),
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
  const dx = backend.allocateActivation(input.shape, 'half-gradient');
  const stored = [dy, input, output, dx].map((tensor) => backend.stored(tensor));
  const [slope, x, y, gradient] = stored.map(({ format }) => format) as [Format, Format, Format, Format];
  const { vector, length, channels } = elementsIn(dx);
  const variant = { vector, x, y, dy: slope, dx: gradient };
  backend.dispatch({
    program: {
      key: `max-pool-gradient ${Object.values(variant).join()}`,
      code: () => maxPoolGradientShader(variant),
    },
    bindings: stored.map(({ binding }) => binding),
    uniforms: words(length, channels, ...sizes),
    workgroups: spread(Math.ceil(length / 64)),
  });
  return dx;
}

function globalAveragePool({ inputs, backend }: KernelCall<unknown>): tf.TensorInfo {
  const { x } = inputs as { x: tf.TensorInfo };
  const [batch, channels] = [x.shape[0]!, channelsOf(x)];
  const y = backend.allocate([batch, channels]);
  const input = backend.stored(x);
  const { vector, length, channels: units } = elementsIn(y);
  backend.dispatch({
    program: {
      key: `global-average-pool ${vector},${input.format}`,
      code: () => globalAveragePoolShader(vector, input.format),
    },
    bindings: [input.binding, backend.binding(y)],
    uniforms: words(length, units, sizeOf(x) / sizeOf(y)),
    workgroups: spread(Math.ceil(length / 64)),
  });
  return y;
}

function globalAveragePoolGradient({
  inputs,
  attributes,
  backend,
}: KernelCall<{ inputShape: readonly number[] }>): tf.TensorInfo {
  const { dy } = inputs as { dy: tf.TensorInfo };
  const dx = backend.allocateActivation(attributes.inputShape, 'half-gradient');
  const gradient = backend.stored(dx);
  const { vector, length, channels } = elementsIn(dx);
  backend.dispatch({
    program: {
      key: `global-average-pool-gradient ${vector},${gradient.format}`,
      code: () => globalAveragePoolGradientShader(vector, gradient.format),
    },
    bindings: [backend.binding(dy), gradient.binding],
    uniforms: words(length, channels, sizeOf(dx) / sizeOf(dy)),
    workgroups: spread(Math.ceil(length / 64)),
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
