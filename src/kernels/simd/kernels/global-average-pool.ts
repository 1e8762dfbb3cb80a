import type * as tf from '@tensorflow/tfjs-core';
import { averagedMap, GLOBAL_AVERAGE_POOL, GLOBAL_AVERAGE_POOL_GRADIENT } from '../../global-average-pool.ts';
import { implement } from '../../kernel.ts';
import { JOBS } from '../jobs.ts';
import type { SimdCall, SimdKernel } from './simd-kernel.ts';

function forward({ inputs: { x }, backend }: SimdCall<typeof GLOBAL_AVERAGE_POOL>): tf.TensorInfo {
  const { batch, positions, channels } = averagedMap(x.shape);
  const from = backend.address(x);
  const y = backend.allocate([batch, channels]);
  backend.run(JOBS.globalAveragePool, batch, [from, backend.address(y), positions, channels]);
  return y;
}

function gradient({
  inputs: { dy },
  attributes: { inputShape },
  backend,
}: SimdCall<typeof GLOBAL_AVERAGE_POOL_GRADIENT>): tf.TensorInfo {
  const { batch, positions, channels } = averagedMap(inputShape);
  const from = backend.address(dy);
  const dx = backend.allocate(inputShape);
  backend.run(JOBS.globalAveragePoolGradient, batch, [from, backend.address(dx), positions, channels]);
  return dx;
}

export const GLOBAL_AVERAGE_POOL_KERNELS: readonly SimdKernel[] = [
  implement(GLOBAL_AVERAGE_POOL, forward),
  implement(GLOBAL_AVERAGE_POOL_GRADIENT, gradient),
];
