import type * as tf from '@tensorflow/tfjs-core';
import { ELEMENTWISE_CHUNK_BYTES, JOBS } from '../jobs.ts';
import { allFloat, type KernelCall, registerSimdKernel, sizeOf } from './register-kernel.ts';

const FLOAT = 4;
/** Below this many values the stock kernel costs less than moving them to the shared memory. */
const FEW = 4096;

function add({ inputs, backend }: KernelCall<unknown>): tf.TensorInfo | undefined {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const size = sizeOf(a);
  if (!allFloat(a, b) || size < FEW || a.shape.join() !== b.shape.join()) return undefined;
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

function relu({ inputs, backend }: KernelCall<unknown>): tf.TensorInfo | undefined {
  const { x } = inputs as { x: tf.TensorInfo };
  const size = sizeOf(x);
  if (!allFloat(x) || size < FEW) return undefined;
  const from = backend.address(x);
  const out = backend.allocate(x.shape);
  const bytes = size * FLOAT;
  backend.run(JOBS.relu, Math.ceil(bytes / ELEMENTWISE_CHUNK_BYTES), [from, backend.address(out), bytes]);
  return out;
}

export function registerElementwiseKernels(): void {
  registerSimdKernel('Add', add);
  registerSimdKernel('Relu', relu);
}
