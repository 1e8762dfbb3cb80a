import type * as tf from '@tensorflow/tfjs-core';
import { averagedMap, GLOBAL_AVERAGE_POOL, GLOBAL_AVERAGE_POOL_GRADIENT } from '../../global-average-pool.ts';
import { implement } from '../../kernel.ts';
import { spread } from '../dispatch.ts';
import { elementsIn } from '../element-format.ts';
import { globalAveragePoolGradientShader, globalAveragePoolShader } from '../pool-shaders.ts';
import { words } from '../uniform-words.ts';
import type { WebgpuCall, WebgpuKernel } from './webgpu-kernel.ts';

function forward({ inputs: { x }, backend }: WebgpuCall<typeof GLOBAL_AVERAGE_POOL>): tf.TensorInfo {
  const { batch, positions, channels } = averagedMap(x.shape);
  const y = backend.allocate([batch, channels]);
  const input = backend.stored(x);
  const { vector, length, channels: units } = elementsIn(y);
  backend.dispatch({
    program: {
      key: `global-average-pool ${vector},${input.format}`,
      code: () => globalAveragePoolShader(vector, input.format),
    },
    bindings: [input.binding, backend.binding(y)],
    uniforms: words(length, units, positions),
    workgroups: spread(Math.ceil(length / 64)),
  });
  return y;
}

function gradient({
  inputs: { dy },
  attributes: { inputShape },
  backend,
}: WebgpuCall<typeof GLOBAL_AVERAGE_POOL_GRADIENT>): tf.TensorInfo {
  const { positions } = averagedMap(inputShape);
  const dx = backend.allocateActivation(inputShape, 'half-gradient');
  const result = backend.stored(dx);
  const { vector, length, channels } = elementsIn(dx);
  backend.dispatch({
    program: {
      key: `global-average-pool-gradient ${vector},${result.format}`,
      code: () => globalAveragePoolGradientShader(vector, result.format),
    },
    bindings: [backend.binding(dy), result.binding],
    uniforms: words(length, channels, positions),
    workgroups: spread(Math.ceil(length / 64)),
  });
  return dx;
}

export const GLOBAL_AVERAGE_POOL_KERNELS: readonly WebgpuKernel[] = [
  implement(GLOBAL_AVERAGE_POOL, forward),
  implement(GLOBAL_AVERAGE_POOL_GRADIENT, gradient),
];
