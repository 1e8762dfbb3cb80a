import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { maxPool } from '../max-pool.ts';
import { expectSame, randomTensor, type TestedBackend, valuesOn } from './compare.ts';

const POOLS = [
  { name: '3x3, stride 2', x: [3, 14, 14, 8], size: 3, stride: 2, pad: 1 },
  { name: 'odd sizes and channels', x: [2, 7, 5, 3], size: 3, stride: 2, pad: 1 },
  { name: 'one channel, no padding', x: [1, 6, 6, 1], size: 2, stride: 2, pad: 0 },
  { name: 'one pixel', x: [4, 1, 1, 6], size: 3, stride: 2, pad: 1 },
  { name: '3D', x: [2, 5, 6, 7, 5], size: 3, stride: 2, pad: 1 },
] as const;

export function describeMaxPool(tested: TestedBackend): void {
  describe('max pooling', () => {
    test.each(POOLS)('$name: forward and gradient', async ({ x, size, stride, pad }) => {
      await expectSame(tested, () => {
        const image = randomTensor(x, 7);
        const y = maxPool(image, size, { stride, pad });
        const gradient = tf.grad((image) => maxPool(image, size, { stride, pad }));
        return [y, gradient(image, randomTensor(y.shape, 8))];
      });
    });

    test('where pixels tie, the first takes the gradient', async () => {
      const compute = () => {
        const gradient = tf.grad((x) => maxPool(x, 2, { stride: 2, pad: 0 }));
        return [gradient(tf.ones([1, 4, 4, 5]), tf.ones([1, 2, 2, 5]))];
      };
      const [dx] = await valuesOn(tested.name, compute);
      const expected = Float32Array.from({ length: 80 }, (_, i) => {
        const [row, column] = [Math.floor(i / 20), Math.floor(i / 5) % 4];
        return row % 2 === 0 && column % 2 === 0 ? 1 : 0;
      });
      expect(dx).toEqual(expected);
    });
  });
}
