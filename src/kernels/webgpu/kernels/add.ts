import type * as tf from '@tensorflow/tfjs-core';
import { implement } from '../../kernel.ts';
import { ADD } from '../../stock-kernels.ts';
import { haveSameShape, sizeOf } from '../../tensor-info.ts';
import { spread } from '../dispatch.ts';
import { addShader } from '../element-format.ts';
import { words } from '../uniform-words.ts';
import type { WebgpuCall, WebgpuKernel } from './webgpu-kernel.ts';

/**
 * The sum of two tensors of halves, in which the gradients of a shortcut and of its block meet; the stock kernel, which
 * would widen them, does all other sums.
 */
function add({ inputs: { a, b }, backend }: WebgpuCall<typeof ADD>): tf.TensorInfo | undefined {
  const format = backend.formatOf(a);
  if (format === 'float' || backend.formatOf(b) !== format || !haveSameShape(a, b)) return undefined;
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

export const ADD_KERNELS: readonly WebgpuKernel[] = [implement(ADD, add)];
