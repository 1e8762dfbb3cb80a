import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { convolve } from '../convolution.ts';
import { pesgDecay } from '../optimizer-step.ts';
import { ownValues } from '../own-values.ts';
import { randomTensor, relativeDifference, valuesOn } from '../testing/compare.ts';
import { blockStep } from '../testing/kernel-suite.ts';
import {
  disposeSimdBackend,
  registerSimdBackend,
  resetSimdPeak,
  setSimdThreads,
  simdMemoryUse,
} from './register.ts';
import { SimdOutOfMemoryError } from './shared-heap.ts';

afterEach(async () => {
  vi.unstubAllGlobals();
  await tf.setBackend('cpu');
  disposeSimdBackend();
});

const SHAPE = [24, 9, 9, 40] as const;

test('the status says what is used', async () => {
  const status = await registerSimdBackend({ threads: 2 });
  expect(status).toEqual({ threads: 2, relaxedSimd: true, isolated: true, reason: undefined });
  const plain = await registerSimdBackend({ threads: 2, variant: 'plain' });
  expect(plain.relaxedSimd).toBe(false);
  expect(plain.reason).toContain('fused multiply-add');
});

test('without cross-origin isolation there is one thread, and the status says why', async () => {
  vi.stubGlobal('crossOriginIsolated', false);
  const status = await registerSimdBackend({ threads: 4 });
  expect(status).toMatchObject({ threads: 1, isolated: false });
  expect(status.reason).toContain('cross-origin isolated');
  await valuesOn('simd', () => blockStep(SHAPE));
});

test('where the browser shares no memory there is one thread on a memory of its own, with the same results', async () => {
  await registerSimdBackend({ threads: 2 });
  const together = await valuesOn('simd', () => blockStep(SHAPE));
  class UnsharedMemory extends WebAssembly.Memory {
    constructor(wish: WebAssembly.MemoryDescriptor) {
      if (wish.shared) throw new TypeError('Shared memory is not enabled');
      super(wish);
    }
  }
  const get = (all: object, name: string) => (name === 'Memory' ? UnsharedMemory : Reflect.get(all, name));
  vi.stubGlobal('WebAssembly', new Proxy(WebAssembly, { get }));
  const status = await registerSimdBackend({ threads: 2 });
  expect(status.threads).toBe(1);
  expect(status.reason).toContain('shares no memory');
  expect(await valuesOn('simd', () => blockStep(SHAPE))).toEqual(together);
  expect(simdMemoryUse().limitBytes).toBe(2 ** 30);
});

test('what is read of a tensor stays as it is, whoever made the tensor and whatever a step does to it', async () => {
  await registerSimdBackend({ threads: 2 });
  await tf.setBackend('simd');
  // One that a kernel of ours has moved to the shared memory, and one that is still an ordinary array.
  for (const moved of [true, false]) {
    const value = tf.variable(randomTensor([8000], 90));
    if (moved) tf.add(value, value).dispose();
    const read = await ownValues(value);
    const before = read.slice();
    const reference = tf.variable(randomTensor([8000], 91));
    pesgDecay([{ reference, accumulator: value }], 3);
    expect(await ownValues(value)).toEqual(new Float32Array(8000));
    expect(read).toEqual(before);
    // Memory that nobody reads any more is written anew; of another length it is left alone.
    const other = new Float32Array(3).fill(1);
    expect(await ownValues(value, other)).toHaveLength(8000);
    expect(other).toEqual(new Float32Array(3).fill(1));
    expect(await ownValues(value, read)).toBe(read);
    expect(read).toEqual(new Float32Array(8000));
    tf.dispose([value, reference]);
  }
});

test("PESG's decay in one pass has the bits of core ops, one parameter after the other", async () => {
  await registerSimdBackend({ threads: 2 });
  const decay = () => {
    const slots = [40_000, 13].map((size, index) => ({
      reference: tf.variable(randomTensor([size], 70 + index)),
      accumulator: tf.variable(tf.mul(randomTensor([size], 80 + index), 37)),
    }));
    pesgDecay(slots, 37);
    const results = slots.flatMap(({ reference, accumulator }) => [
      tf.clone(reference),
      tf.clone(accumulator),
    ]);
    for (const slot of slots) tf.dispose(Object.values(slot));
    return results;
  };
  expect(await valuesOn('simd', decay)).toEqual(await valuesOn('cpu', decay));
});

test('where the browser starts no workers there is one thread, and the status says why', async () => {
  class RefusingWorker {
    onerror: ((event: { message: string }) => void) | null = null;
    postMessage() {
      queueMicrotask(() => this.onerror?.({ message: 'refused' }));
    }
    terminate() {}
  }
  vi.stubGlobal('Worker', RefusingWorker);
  const status = await registerSimdBackend({ threads: 3 });
  expect(status.threads).toBe(1);
  expect(status.reason).toContain('1 of 3 threads');
  await valuesOn('simd', () => blockStep(SHAPE));
});

test('results do not depend on the number of threads', async () => {
  await registerSimdBackend({ threads: 1 });
  const alone = await valuesOn('simd', () => blockStep(SHAPE));
  for (const threads of [2, 3, 5]) {
    expect(await setSimdThreads(threads)).toBe(threads);
    expect(await valuesOn('simd', () => blockStep(SHAPE))).toEqual(alone);
    expect(await valuesOn('simd', () => blockStep(SHAPE))).toEqual(alone);
  }
});

test('a filter gradient of so many images that they are transformed in turn is the sum of those of their halves', async () => {
  await registerSimdBackend({ threads: 2 });
  const [x, dy] = [randomTensor([30, 16, 16, 64], 60), randomTensor([30, 16, 16, 64], 61)];
  const filter = randomTensor([3, 3, 64, 64], 62);
  const [whole, sum] = await valuesOn('simd', () => {
    const gradient = (from: number, size: number) => {
      const [images, upstream] = [x, dy].map((all) => tf.slice(all, from, size)) as [tf.Tensor, tf.Tensor];
      const convolution = (weights: tf.Tensor) => convolve(images, weights, { stride: 1, pad: 1 });
      return tf.grad(convolution)(filter, upstream);
    };
    return [gradient(0, 30), tf.add(gradient(0, 15), gradient(15, 15))];
  });
  expect(relativeDifference(whole!, sum!)).toBeLessThan(1e-5);
  tf.dispose([x, dy, filter]);
});

test('200 steps leak nothing, and the heap stays near what is in use', async () => {
  await registerSimdBackend({ threads: 3 });
  const step = () =>
    tf.tidy(() => {
      blockStep([24, 12, 12, 32]);
    });
  await valuesOn('simd', () => blockStep([24, 12, 12, 32]));
  // The first steps make the tables, which lie where tensors of the next ones would.
  for (let count = 0; count < 3; count++) step();
  const before = simdMemoryUse();
  resetSimdPeak();
  const tensors = tf.memory().numTensors;
  for (let count = 0; count < 200; count++) step();
  const after = simdMemoryUse();
  expect(tf.memory().numTensors).toBe(tensors);
  expect(after.liveBytes).toBe(before.liveBytes);
  expect(after.heapBytes).toBe(before.heapBytes);
  expect(after.heapBytes).toBeLessThan(1.3 * after.peakBytes);
});

test('values read stay what they were when the memory is used again', async () => {
  await registerSimdBackend({ threads: 1 });
  await tf.setBackend('simd');
  const compute = (seed: number) =>
    tf.tidy(() =>
      convolve(randomTensor([1, 6, 6, 8], seed), randomTensor([3, 3, 8, 8], 2), { stride: 1, pad: 1 }),
    );
  const first = compute(1);
  const values = await first.data();
  const copy = values.slice();
  first.dispose();
  compute(3).dispose();
  expect(values).toEqual(copy);
});

test('too large a batch is refused with what is needed, and the backend goes on', async () => {
  await registerSimdBackend({ threads: 2, memoryLimit: 20 * 2 ** 20 });
  await tf.setBackend('simd');
  const convolveBatch = (batch: number) =>
    tf.tidy(() => {
      const x = randomTensor([batch, 32, 32, 16], 1);
      return convolve(x, randomTensor([3, 3, 16, 64], 2), { stride: 1, pad: 1 }).dataSync().length;
    });
  const attempt = () => convolveBatch(64);
  expect(convolveBatch(8)).toBe(8 * 32 * 32 * 64);
  // The first attempt leaves its tables, which are kept for later calls.
  expect(attempt).toThrow(SimdOutOfMemoryError);
  const before = simdMemoryUse().liveBytes;
  const tensors = tf.memory().numTensors;
  expect(attempt).toThrow(
    /Out of memory: 16 MB more are needed and \d+ MB are left.*batch size or the width/,
  );
  expect(simdMemoryUse().liveBytes).toBe(before);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(convolveBatch(8)).toBe(8 * 32 * 32 * 64);
});

test('stock kernels read and write the same tensors', async () => {
  await registerSimdBackend({ threads: 2 });
  const [sum, sorted] = await valuesOn('simd', () => {
    const y = convolve(tf.ones([1, 3, 3, 1]), tf.ones([3, 3, 1, 1]), { stride: 1, pad: 1 });
    const { values } = tf.topk(tf.reshape(y, [9]), 3);
    return [tf.sum(y), values];
  });
  expect([...sum!]).toEqual([49]);
  expect([...sorted!]).toEqual([9, 6, 6]);
});
