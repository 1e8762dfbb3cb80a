import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batchNormTraining } from '../batch-norm.ts';
import { convolve } from '../convolution.ts';
import { globalAveragePool } from '../global-average-pool.ts';
import { maxPool } from '../max-pool.ts';
import { describeBatchNorm, withNorm } from './batch-norm-cases.ts';
import { REFERENCE, randomTensor, TOLERANCE, upstreamGradient, valuesOn } from './compare.ts';
import { describeConvolution } from './convolution-cases.ts';
import { describeGlobalAveragePool } from './global-average-pool-cases.ts';
import { describeMaxPool } from './max-pool-cases.ts';
import { describeOptimizerSteps } from './optimizer-step-cases.ts';
import { describeStockKernels } from './stock-cases.ts';

export interface KernelSuiteOptions {
  /** Registers the backend, if that takes more than its name. */
  readonly setUp?: () => Promise<void>;
  readonly tearDown?: () => void;
  /** Largest difference allowed, relative to the largest value of the reference. */
  readonly tolerance?: number;
}

/** The same cases for every backend, against the reference on tfjs' `cpu`. */
export function describeKernels(
  name: string,
  { setUp, tearDown, tolerance = TOLERANCE }: KernelSuiteOptions = {},
): void {
  const tested = { name, tolerance };
  describe(`kernels of ${name}`, () => {
    beforeAll(async () => {
      await import('@tensorflow/tfjs-backend-cpu');
      await setUp?.();
    });
    afterAll(async () => {
      await tf.setBackend(REFERENCE);
      tearDown?.();
    });

    describeConvolution(tested);
    describeMaxPool(tested);
    describeBatchNorm(tested);
    describeGlobalAveragePool(tested);
    describeStockKernels(tested);
    describeOptimizerSteps(tested);

    test('two runs give the same bits', async () => {
      const compute = () => blockStep([8, 7, 7, 24]);
      expect(await valuesOn(name, compute)).toEqual(await valuesOn(name, compute));
    });
  });
}

/** Convolution, batch-norm with residual, pooling, dense layer and all their gradients: a small network's step. */
export function blockStep(shape: readonly [number, number, number, number]): tf.Tensor[] {
  const channels = shape[3];
  return withNorm(shape, (parameters) => {
    const inputs = [
      randomTensor(shape, 31),
      randomTensor([3, 3, channels, channels], 32),
      randomTensor([channels, 3], 33),
    ];
    const forward = (...[x, filter, weights]: tf.Tensor[]) => {
      const y = convolve(x!, filter!, { stride: 1, pad: 1 });
      const normalised = batchNormTraining(y, parameters, { residual: x!, relu: true });
      return tf.matMul(
        globalAveragePool(maxPool(normalised, 3, { stride: 2, pad: 1 })) as tf.Tensor2D,
        weights as tf.Tensor2D,
      );
    };
    const dy = upstreamGradient([shape[0], 3], 34);
    return [forward(...inputs), ...tf.grads(forward)(inputs, dy)];
  });
}
