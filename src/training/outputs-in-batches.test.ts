import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { outputsInBatches } from './outputs-in-batches.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function passes(count: number, batch: number) {
  const sizes: number[] = [];
  const taken: number[] = [];
  const done: number[] = [];
  await outputsInBatches(
    { count, batch },
    (start, end) => {
      sizes.push(end - start);
      return tf.range(start, end);
    },
    (rows) => taken.push(...rows),
    async (images) => {
      done.push(images);
    },
  );
  return { sizes, taken, done };
}

describe('passes over a part', () => {
  it.each([
    [165, 128, [165]],
    [524, 128, [128, 128, 128, 140]],
    [624, 128, [128, 128, 128, 128, 112]],
    [256, 128, [128, 128]],
    [20, 128, [20]],
    [192, 128, [128, 64]],
    [1, 1, [1]],
    [0, 4, []],
  ])('%i images by %i', async (count, batch, expected) => {
    expect((await passes(count, batch)).sizes).toEqual(expected);
  });

  it('take each image once and in order, in batches of which none is large and the last alone small', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(300), fc.integer({ min: 1, max: 64 }), async (count, batch) => {
        const tensors = tf.memory().numTensors;
        const { sizes, taken, done } = await passes(count, batch);
        expect(taken).toEqual(Array.from({ length: count }, (_, image) => image));
        expect(done.at(-1) ?? 0).toBe(count);
        for (const size of sizes) expect(size).toBeLessThan(1.5 * batch);
        for (const size of sizes.slice(0, -1)) expect(size).toBe(batch);
        if (count >= batch) expect(sizes.at(-1)).toBeGreaterThanOrEqual(batch / 2);
        expect(tf.memory().numTensors).toBe(tensors);
      }),
    );
  });
});
