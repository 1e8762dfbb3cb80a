import type * as tf from '@tensorflow/tfjs-core';
import { implement } from '../../kernel.ts';
import { ADD } from '../../stock-kernels.ts';
import { allFloat, haveSameShape, sizeOf } from '../../tensor-info.ts';
import { ELEMENTWISE_CHUNK_BYTES, FEW_VALUES, JOBS } from '../jobs.ts';
import type { SimdCall, SimdKernel } from './simd-kernel.ts';

const FLOAT = 4;

function add({ inputs: { a, b }, backend }: SimdCall<typeof ADD>): tf.TensorInfo | undefined {
  const size = sizeOf(a);
  if (!allFloat(a, b) || size < FEW_VALUES || !haveSameShape(a, b)) return undefined;
  const [left, right] = [backend.address(a), backend.address(b)];
  const out = backend.allocate(a.shape);
  const bytes = size * FLOAT;
  backend.run(JOBS.add, Math.ceil(bytes / ELEMENTWISE_CHUNK_BYTES), [
    left,
    right,
    backend.address(out),
    bytes,
  ]);
  return out;
}

export const ADD_KERNELS: readonly SimdKernel[] = [implement(ADD, add)];
