import type * as tf from '@tensorflow/tfjs-core';
import { numbersOf } from '../../axes.ts';
import { implement } from '../../kernel.ts';
import { MAX_POOL, MAX_POOL_GRADIENT } from '../../max-pool.ts';
import { type PoolGeometry, poolGeometry } from '../../pool-geometry.ts';
import { allFloat } from '../../tensor-info.ts';
import { JOBS } from '../jobs.ts';
import type { SimdCall, SimdKernel } from './simd-kernel.ts';

/** Words 2 to 17 of the job's arguments (assembly/max-pool.ts): the channels stand behind the input's lengths. */
function wordsOf({ axes, channels }: PoolGeometry): readonly number[] {
  return numbersOf(axes).toSpliced(3, 0, channels);
}

function forward({
  inputs: { x },
  attributes,
  backend,
}: SimdCall<typeof MAX_POOL>): tf.TensorInfo | undefined {
  const geometry = poolGeometry(x.shape, attributes);
  if (!geometry || !allFloat(x)) return undefined;
  const { batch, axes, outputShape } = geometry;
  const from = backend.address(x);
  const y = backend.allocate(outputShape);
  backend.run(JOBS.maxPool, batch * axes[0].output, [from, backend.address(y), ...wordsOf(geometry)]);
  return y;
}

function gradient({
  inputs: { dy, input, output },
  attributes,
  backend,
}: SimdCall<typeof MAX_POOL_GRADIENT>): tf.TensorInfo | undefined {
  const geometry = poolGeometry(input.shape, attributes);
  if (!geometry || !allFloat(dy, input, output)) return undefined;
  const [x, y, slope] = [backend.address(input), backend.address(output), backend.address(dy)];
  const dx = backend.allocate(input.shape);
  const args = [x, y, ...wordsOf(geometry), slope, backend.address(dx)];
  backend.run(JOBS.maxPoolGradient, geometry.batch, args);
  return dx;
}

export const MAX_POOL_KERNELS: readonly SimdKernel[] = [
  implement(MAX_POOL, forward),
  implement(MAX_POOL_GRADIENT, gradient),
];
