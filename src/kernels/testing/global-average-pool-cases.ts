import * as tf from '@tensorflow/tfjs-core';
import { describe, test } from 'vitest';
import { globalAveragePool } from '../global-average-pool.ts';
import {
  expectFiniteDifferences,
  expectSame,
  randomTensor,
  randomValues,
  type TestedBackend,
  valuesOn,
} from './compare.ts';

export function describeGlobalAveragePool(tested: TestedBackend): void {
  describe('global average pooling', () => {
    test.each([[[3, 4, 4, 8]], [[2, 1, 1, 5]], [[2, 3, 2, 4, 7]], [[1, 7, 7, 1]]])('%j', async (shape) => {
      await expectSame(tested, () => {
        const x = randomTensor(shape, 17);
        const y = globalAveragePool(x);
        return [y, tf.grad(globalAveragePool)(x, randomTensor(y.shape, 18))];
      });
    });

    test('the gradient agrees with finite differences', async () => {
      const shape = [2, 2, 3, 5];
      const weights = randomValues(10, 19);
      const [dx] = await valuesOn(tested.name, () => [
        tf.grad(globalAveragePool)(randomTensor(shape, 17), tf.tensor(weights, [2, 5])),
      ]);
      const loss = async (x: Float32Array) => {
        const [y] = await valuesOn(tested.name, () => [globalAveragePool(tf.tensor(x, shape))]);
        return y!.reduce((sum, value, i) => sum + value * weights[i]!, 0);
      };
      await expectFiniteDifferences(randomValues(60, 17), dx!, loss);
    });
  });
}
