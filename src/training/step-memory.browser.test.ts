import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { resetSimdPeak, simdMemoryUse } from '../kernels/simd/register.ts';
import { leastStepBytes } from '../lab/least-step-bytes.ts';
import { prepareStep } from '../worker/bench/prepare-step.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';

test.each([
  { dims: 2, stem: 'imagenet', channels: 1, batch: 256 },
  { dims: 2, stem: 'small', channels: 3, batch: 32 },
  { dims: 3, stem: 'imagenet', channels: 1, batch: 16 },
] as const)(
  'a step takes what it cannot do without, and little more: $dims D, $stem stem',
  async ({ batch, ...rest }) => {
    await activateTestBackend('simd');
    const shape = { ...rest, width: 8, outputs: 1 };
    const step = prepareStep(shape, batch);
    await step.run();
    resetSimdPeak();
    await step.run();
    const { peakBytes } = simdMemoryUse();
    const least = leastStepBytes({ shape, edge: 28, batch, bytesPerActivation: 4 });
    expect(least).toBeLessThanOrEqual(peakBytes);
    expect(least).toBeGreaterThan(peakBytes / 2);
    step.dispose();
    expect(tf.memory().numTensors).toBe(0);
  },
);
