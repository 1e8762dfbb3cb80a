import type * as tf from '@tensorflow/tfjs-core';
import { implement } from '../../kernel.ts';
import { RELU } from '../../stock-kernels.ts';
import { allFloat, sizeOf } from '../../tensor-info.ts';
import { ELEMENTWISE_CHUNK_BYTES, FEW_VALUES, JOBS } from '../jobs.ts';
import type { SimdCall, SimdKernel } from './simd-kernel.ts';

const FLOAT = 4;

function relu({ inputs: { x }, backend }: SimdCall<typeof RELU>): tf.TensorInfo | undefined {
  const size = sizeOf(x);
  if (!allFloat(x) || size < FEW_VALUES) return undefined;
  const from = backend.address(x);
  const out = backend.allocate(x.shape);
  const bytes = size * FLOAT;
  backend.run(JOBS.relu, Math.ceil(bytes / ELEMENTWISE_CHUNK_BYTES), [from, backend.address(out), bytes]);
  return out;
}

export const RELU_KERNELS: readonly SimdKernel[] = [implement(RELU, relu)];
