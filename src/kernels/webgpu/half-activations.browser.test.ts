import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { convolve } from '../convolution.ts';
import { randomTensor } from '../testing/compare.ts';
import {
  disposeWebgpuBackend,
  registerWebgpuBackend,
  setHalfActivations,
  webgpuMemoryUse,
} from './register.ts';

async function activate(): Promise<void> {
  await registerWebgpuBackend();
  setHalfActivations(true);
}

test('maps take half the memory, and stock kernels and readbacks see floats', async () => {
  await activate();
  await tf.setBackend('webgpu');
  const [x, filter] = [randomTensor([4, 8, 8, 16], 1), randomTensor([1, 1, 16, 16], 2)];
  const floats = 4 * 8 * 8 * 16 * 4;
  const before = webgpuMemoryUse().liveBytes;
  const y = convolve(x, filter, { stride: 1, pad: 0 });
  const uploaded = floats + 16 * 16 * 4;
  expect(webgpuMemoryUse().liveBytes - before - uploaded).toBe(floats / 2);
  const negated = tf.neg(y);
  const [values, opposites] = [await y.data(), await negated.data()];
  expect(Math.max(...values)).toBeGreaterThan(0);
  expect(opposites).toEqual(values.map((value) => -value));
  tf.dispose([x, filter, y, negated]);
  expect(webgpuMemoryUse().liveBytes).toBe(before);
  disposeWebgpuBackend();
});

test('small gradients of activations survive, and large activations stay finite', async () => {
  await activate();
  await tf.setBackend('webgpu');
  const filter = tf.ones([1, 1, 4, 4]) as tf.Tensor4D;
  const gradient = tf.grad((x) => convolve(x, filter, { stride: 1, pad: 0 }));
  const dx = gradient(tf.ones([1, 1, 1, 4]), tf.fill([1, 1, 1, 4], 1e-7));
  const y = convolve(tf.fill([1, 1, 1, 4], 1e5), filter, { stride: 1, pad: 0 });
  for (const value of await dx.data()) expect(value).toBeCloseTo(4e-7, 9);
  expect([...(await y.data())]).toEqual([65_504, 65_504, 65_504, 65_504]);
  tf.dispose([filter, dx, y]);
  disposeWebgpuBackend();
});
