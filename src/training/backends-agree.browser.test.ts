import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { registerWebgpuBackend, setHalfActivations, webgpuMemoryUse } from '../kernels/webgpu/register.ts';
import { createRandom } from '../lab/random.ts';
import { createAucMargin } from './loss/aucm.ts';
import { ResNet18 } from './model/resnet18.ts';
import { createPesg } from './optimizer/pesg.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { trainableOf, trainingStep } from './training-step.ts';

/** Of volumes fewer: the software adapter takes seconds for each. */
const STEPS = { 2: 12, 3: 5 } as const;

/**
 * Losses of the first steps of one recipe on batches that differ, and what the device holds after each. The small stem: behind
 * the other, maps of one pixel make the batch-norms pass rounding on enlarged (docs/numerics.md).
 */
async function train(backend: string, dims: 2 | 3): Promise<{ losses: number[]; bytes: number[] }> {
  await activateTestBackend(backend);
  const tensors = tf.memory().numTensors;
  const model = new ResNet18({ dims, stem: 'small', width: 4, channels: 1, outputs: 1 }, 7);
  const loss = createAucMargin(
    { task: 'binary', outputs: 1, classWeights: null },
    { margin: 1, version: 'v1' },
  );
  const optimizer = createPesg(
    { parameters: trainableOf(model, loss), random: createRandom(8) },
    {
      ...{ learningRate: 0.02, mode: 'sgd', momentum: 0.9, clip: 1 },
      ...{ weightDecay: 1e-4, epochDecay: 3e-3, reference: 'random' },
    },
  );
  const random = createRandom(9);
  const edge = dims === 2 ? 12 : 9;
  const batch = dims === 2 ? 8 : 4;
  const shape = [batch, ...new Array<number>(dims).fill(edge), 1];
  const losses: number[] = [];
  const bytes: number[] = [];
  for (let step = 0; step < STEPS[dims]; step++) {
    const labels = Uint8Array.from({ length: batch }, (_, index) => (index + step) % 2);
    const perImage = edge ** dims;
    const pixels = Float32Array.from(
      { length: batch * perImage },
      (_, place) => random.uniform() + 0.3 * labels[Math.floor(place / perImage)]!,
    );
    const images = tf.tensor(pixels, shape);
    const result = trainingStep(model, loss, optimizer, images, labels);
    losses.push((await result.loss.data())[0]!);
    tf.dispose([images, result.loss, result.logits]);
    if (backend === 'webgpu') bytes.push(webgpuMemoryUse().poolBytes);
  }
  optimizer.dispose();
  loss.dispose();
  model.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
  if (backend === 'webgpu') expect(webgpuMemoryUse().liveBytes).toBe(0);
  return { losses, bytes };
}

test.each([2, 3] as const)(
  'simd and webgpu give the same curve, and keep no memory (%iD)',
  async (dims) => {
    const expected = await train('simd', dims);
    const actual = await train('webgpu', dims);
    expect(actual.losses).toHaveLength(STEPS[dims]);
    actual.losses.forEach((loss, step) => {
      expect(Math.abs(loss - expected.losses[step]!), `step ${step + 1}`).toBeLessThan(1e-3);
    });
    const settled = actual.bytes.slice(3);
    expect(new Set(settled).size).toBe(1);
  },
  300_000,
);

test('with activations of 16 bits the curve stays near, and nothing is left behind', async () => {
  await activateTestBackend('webgpu');
  setHalfActivations(true);
  const half = await train('webgpu', 2);
  setHalfActivations(false);
  const single = await train('simd', 2);
  const distances = half.losses.map((loss, step) => Math.abs(loss - single.losses[step]!));
  // More than rounding to 32 bits gives: the halves were really used.
  expect(Math.max(...distances)).toBeGreaterThan(1e-4);
  expect(Math.max(...distances)).toBeLessThan(2e-2);
  expect(new Set(half.bytes.slice(3)).size).toBe(1);
}, 300_000);

test('a batch that is too large is refused, with what to lower, and nothing stays behind', async () => {
  await registerWebgpuBackend({ memoryLimit: 24 * 2 ** 20 });
  await tf.setBackend('webgpu');
  const model = new ResNet18({ dims: 2, stem: 'small', width: 4, channels: 1, outputs: 1 }, 7);
  const forward = (batch: number) => tf.tidy(() => model.forward(tf.ones([batch, 28, 28, 1]), true));
  const tensors = tf.memory().numTensors;
  expect(() => forward(4096)).toThrow(/Lower the batch size or the width/);
  expect(tf.memory().numTensors).toBe(tensors);
  const logits = forward(4);
  expect((await logits.data()).every(Number.isFinite)).toBe(true);
  logits.dispose();
  model.dispose();
});
