import type * as tf from '@tensorflow/tfjs-core';
import { numbersOf } from '../../axes.ts';
import { implement } from '../../kernel.ts';
import { MAX_POOL, MAX_POOL_GRADIENT } from '../../max-pool.ts';
import { poolGeometry } from '../../pool-geometry.ts';
import { allFloat } from '../../tensor-info.ts';
import { spread } from '../dispatch.ts';
import { elementsIn, type Format } from '../element-format.ts';
import { maxPoolGradientShader, maxPoolShader } from '../pool-shaders.ts';
import { words } from '../uniform-words.ts';
import type { WebgpuCall, WebgpuKernel } from './webgpu-kernel.ts';

function forward({
  inputs: { x },
  attributes,
  backend,
}: WebgpuCall<typeof MAX_POOL>): tf.TensorInfo | undefined {
  const geometry = poolGeometry(x.shape, attributes);
  if (!geometry || !allFloat(x)) return undefined;
  const { axes, outputShape } = geometry;
  // Rounded maxima would equal none of the floats that they came from, and the gradient would find no way back.
  const y =
    backend.formatOf(x) === 'float'
      ? backend.allocate(outputShape)
      : backend.allocateActivation(outputShape, 'half');
  const [input, output] = [backend.stored(x), backend.stored(y)];
  const { vector, length, channels } = elementsIn(y);
  const variant = { vector, x: input.format, y: output.format };
  backend.dispatch({
    program: { key: `max-pool ${Object.values(variant).join()}`, code: () => maxPoolShader(variant) },
    bindings: [input.binding, output.binding],
    uniforms: words(length, channels, ...numbersOf(axes)),
    workgroups: spread(Math.ceil(length / 64)),
  });
  return y;
}

function gradient({
  inputs: { dy, input, output },
  attributes,
  backend,
}: WebgpuCall<typeof MAX_POOL_GRADIENT>): tf.TensorInfo | undefined {
  const geometry = poolGeometry(input.shape, attributes);
  if (!geometry || !allFloat(dy, input, output)) return undefined;
  const dx = backend.allocateActivation(input.shape, 'half-gradient');
  const stored = [dy, input, output, dx].map((tensor) => backend.stored(tensor));
  const [slope, x, y, result] = stored.map(({ format }) => format) as [Format, Format, Format, Format];
  const { vector, length, channels } = elementsIn(dx);
  const variant = { vector, x, y, dy: slope, dx: result };
  backend.dispatch({
    program: {
      key: `max-pool-gradient ${Object.values(variant).join()}`,
      code: () => maxPoolGradientShader(variant),
    },
    bindings: stored.map(({ binding }) => binding),
    uniforms: words(length, channels, ...numbersOf(geometry.axes)),
    workgroups: spread(Math.ceil(length / 64)),
  });
  return dx;
}

export const MAX_POOL_KERNELS: readonly WebgpuKernel[] = [
  implement(MAX_POOL, forward),
  implement(MAX_POOL_GRADIENT, gradient),
];
