import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { disposeSimdBackend, registerSimdBackend, simdMemoryUse } from '../../kernels/simd/register.ts';
import { leastStepBytes } from '../../lab/least-step-bytes.ts';
import { prepareStep } from './prepare-step.ts';

test.each([
  { dims: 2, stem: 'imagenet', channels: 1, batch: 256 },
  { dims: 2, stem: 'small', channels: 3, batch: 32 },
  { dims: 3, stem: 'imagenet', channels: 1, batch: 16 },
] as const)(
  'steps on simd, a ragged batch among them, take what they cannot do without and little more: $dims D, $stem stem',
  async ({ batch, ...rest }) => {
    await registerSimdBackend();
    await tf.setBackend('simd');
    const shape = { ...rest, width: 8, outputs: 1 };
    const left: number[] = [];
    for (const images of [batch, batch, batch - 3, batch]) {
      const step = prepareStep(shape, images);
      await step.run();
      await step.run();
      step.dispose();
      left.push(simdMemoryUse().liveBytes);
    }
    const { peakBytes, heapBytes } = simdMemoryUse();
    const least = leastStepBytes({ shape, edge: 28, batch, bytesPerActivation: 4 });
    expect(least).toBeLessThanOrEqual(peakBytes);
    expect(least).toBeGreaterThan(peakBytes / 2);
    expect(heapBytes).toBeLessThan(1.3 * peakBytes);
    // Work space and tables of each size of batch are kept, once.
    expect([left[1], left[3]]).toEqual([left[0], left[2]]);
    expect(left[3]).toBeLessThan(peakBytes / 10);
    expect(tf.memory().numTensors).toBe(0);
    disposeSimdBackend();
  },
);
