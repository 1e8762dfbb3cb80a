import * as tf from '@tensorflow/tfjs-core';
import { describe, test } from 'vitest';
import { expectSame, randomTensor, type TestedBackend } from './compare.ts';

/** Operations of tfjs' own: see stock-kernels.ts. */
export function describeStockKernels(tested: TestedBackend): void {
  describe('dense layer', () => {
    test.each([
      [128, 512, 1],
      [7, 33, 9],
      [1, 5, 3],
      [10, 1, 17],
    ])('%i rows, %i inputs, %i outputs', async (rows, inputs, outputs) => {
      await expectSame(tested, () => {
        const [x, w] = [randomTensor([rows, inputs], 20), randomTensor([inputs, outputs], 21)];
        const gradients = tf.grads((x, w) => tf.matMul(x!, w!));
        return [tf.matMul(x, w), ...gradients([x, w], randomTensor([rows, outputs], 22))];
      });
    });

    test('both operands transposed, and batches of matrices', async () => {
      await expectSame(tested, () => [
        tf.matMul(randomTensor([6, 5], 23), randomTensor([7, 6], 24), true, true),
        tf.matMul(randomTensor([3, 4, 5], 23), randomTensor([3, 5, 6], 24)),
      ]);
    });
  });

  describe('elementwise', () => {
    test('add and ReLU, large and small, with and without broadcasting', async () => {
      await expectSame(tested, () => {
        const [a, b] = [randomTensor([10, 1003], 25), randomTensor([10, 1003], 26)];
        const row = randomTensor([1003], 27);
        return [tf.add(a, b), tf.add(a, row), tf.add(row, row), tf.relu(a), tf.relu(row)];
      });
    });
  });
}
