import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type BatchNormParameters, batchNormInference, batchNormTraining } from '../batch-norm.ts';
import {
  expectFiniteDifferences,
  expectSame,
  randomTensor,
  randomValues,
  relativeDifference,
  type TestedBackend,
  valuesOn,
  withVariables,
} from './compare.ts';

const NORMALISATIONS = [
  { name: '2D', shape: [4, 5, 5, 16], relu: true, residual: false },
  { name: '2D with residual', shape: [4, 5, 5, 16], relu: true, residual: true },
  { name: 'without ReLU', shape: [3, 4, 4, 24], relu: false, residual: false },
  { name: 'residual without ReLU', shape: [3, 4, 4, 7], relu: false, residual: true },
  { name: 'one channel', shape: [5, 3, 3, 1], relu: true, residual: false },
  { name: 'odd channels', shape: [4, 3, 3, 13], relu: true, residual: true },
  { name: 'one pixel', shape: [9, 1, 1, 32], relu: true, residual: true },
  { name: 'many rows', shape: [8, 28, 28, 5], relu: true, residual: false },
  { name: '3D', shape: [2, 3, 4, 5, 6], relu: true, residual: true },
] as const;

export function describeBatchNorm(tested: TestedBackend): void {
  describe('batch-norm', () => {
    test.each(NORMALISATIONS)(
      '$name: forward, statistics and gradients',
      async ({ shape, relu, residual }) => {
        await expectSame(tested, () => normalise(shape, relu, residual));
      },
    );

    test.each(NORMALISATIONS)('$name: inference', async ({ shape, relu, residual }) => {
      await expectSame(tested, () =>
        withNorm(shape, (parameters) => {
          const added = residual ? randomTensor(shape, 15) : undefined;
          return [batchNormInference(randomTensor(shape, 9), parameters, { residual: added, relu })];
        }),
      );
    });

    test.each(NORMALISATIONS)('$name: gradients of inference', async ({ shape, relu, residual }) => {
      await expectSame(tested, () =>
        withNorm(shape, (parameters) => {
          const added = residual ? [randomTensor(shape, 15)] : [];
          const slopes = randomTensor(shape, 17);
          const gradients = tf.grads((...[x, shortcut]: tf.Tensor[]) => {
            const y = batchNormInference(x!, parameters, { residual: shortcut, relu });
            return tf.sum(tf.mul(y, slopes));
          });
          return gradients([randomTensor(shape, 9), ...added]);
        }),
      );
    });

    test('the running statistics of a clone stay what they were', async () => {
      const compute = () =>
        withNorm([6, 2, 2, 8], (parameters) => {
          const clone = parameters.runningMean.clone();
          batchNormTraining(randomTensor([6, 2, 2, 8], 9), parameters, { relu: false });
          return [clone, tf.clone(parameters.runningMean)];
        });
      const [clone, updated] = await valuesOn(tested.name, compute);
      expect(relativeDifference(clone!, randomValues(8, 12))).toBe(0);
      expect(relativeDifference(updated!, clone!)).toBeGreaterThan(1e-3);
    });

    test('a large mean does not spoil the variance', async () => {
      await expectSame(tested, () =>
        withNorm([16, 4, 4, 8], (parameters) => {
          const x = tf.add(randomTensor([16, 4, 4, 8], 9), 100);
          return [batchNormTraining(x, parameters, { relu: false })].map((y) => tf.mul(y, 0.01));
        }),
      );
    });

    test('gradients agree with finite differences', async () => {
      const shape = [4, 3, 3, 5];
      const [dx] = await valuesOn(tested.name, () => normalise(shape, true, true).slice(3, 4));
      const loss = async (x: Float32Array) => {
        const [y] = await valuesOn(tested.name, () => normalise(shape, true, true, x).slice(0, 1));
        const weights = randomValues(y!.length, 16);
        return y!.reduce((sum, value, i) => sum + value * weights[i]!, 0);
      };
      await expectFiniteDifferences(randomValues(180, 9), dx!, loss);
    });
  });
}

/** Variables of a batch-norm over maps of a shape, for the duration of `use`. */
export function withNorm(
  shape: readonly number[],
  use: (parameters: BatchNormParameters) => tf.Tensor[],
): tf.Tensor[] {
  const channels = [shape[shape.length - 1]!];
  return withVariables(
    {
      gamma: randomTensor(channels, 10),
      beta: randomTensor(channels, 11),
      runningMean: randomTensor(channels, 12),
      runningVariance: tf.add(randomTensor(channels, 13), 2),
    },
    use,
  );
}

/** Output, both running statistics, then the gradients of x, gamma, beta and (where there is one) the residual. */
function normalise(
  shape: readonly number[],
  relu: boolean,
  residual: boolean,
  x: Float32Array = randomValues(tf.util.sizeFromShape([...shape]), 9),
): tf.Tensor[] {
  return withNorm(shape, (parameters) => {
    const inputs = [tf.tensor(x, [...shape]), parameters.gamma, parameters.beta, randomTensor(shape, 15)];
    const used = residual ? inputs : inputs.slice(0, 3);
    const forward = (...[x, gamma, beta, residual]: tf.Tensor[]) =>
      batchNormTraining(
        x!,
        { ...parameters, gamma: gamma as tf.Variable, beta: beta as tf.Variable },
        { residual, relu },
      );
    const y = forward(...used);
    const running = [tf.clone(parameters.runningMean), tf.clone(parameters.runningVariance)];
    return [y, ...running, ...tf.grads(forward)(used, randomTensor(shape, 16))];
  });
}
