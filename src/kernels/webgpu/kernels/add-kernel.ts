import type * as tf from '@tensorflow/tfjs-core';
import { spread } from '../dispatch.ts';
import { addShader } from '../element-format.ts';
import { type KernelCall, registerWebgpuKernel, sizeOf, words } from './register-kernel.ts';

/**
 * The sum of two tensors of halves, in which the gradients of a shortcut and of its block meet; the stock kernel, which
 * would widen them, does all other sums.
 */
function add({ inputs, backend }: KernelCall<unknown>): tf.TensorInfo | undefined {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const format = backend.formatOf(a);
  const sameShape =
    a.shape.length === b.shape.length && a.shape.every((size, axis) => size === b.shape[axis]);
  if (!sameShape || format === 'float' || backend.formatOf(b) !== format) return undefined;
  const sum = backend.allocateActivation(a.shape, format);
  const formats = { operands: format, sum: backend.formatOf(sum) };
  const length = sizeOf(a) / 4;
  backend.dispatch({
    program: { key: `add ${Object.values(formats).join()}`, code: () => addShader(formats) },
    bindings: [a, b, sum].map((tensor) => backend.stored(tensor).binding),
    uniforms: words(length),
    workgroups: spread(Math.ceil(length / 64)),
  });
  return sum;
}

export function registerAddKernel(): void {
  registerWebgpuKernel('Add', add);
}
