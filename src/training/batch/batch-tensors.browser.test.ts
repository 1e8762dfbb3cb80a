import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IMAGE_BATCH } from '../../kernels/image-batch.ts';
import {
  disposeSimdBackend,
  registerSimdBackend,
  setSimdThreads,
  simdMemoryUse,
} from '../../kernels/simd/register.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { type SyntheticSettings, syntheticDataset } from '../testing/synthetic-dataset.ts';
import { train } from '../testing/told-run.ts';
import { BatchPixelBuilder } from './batch-pixels.ts';
import { BatchTensors } from './batch-tensors.ts';
import { epochBatches } from './epoch-batches.ts';

const ALL = { flip: {}, rotation: {}, noise: {} } as const;
const EVERY_AXIS = { flip: { axes: 'every' }, rotation: { degrees: 180 }, noise: { sigma: 0.5 } } as const;
const UPSAMPLED = { balance: { name: 'upsample-augmented' }, normalise: 'train' } as const;

const CASES: readonly (readonly [string, SyntheticSettings, object])[] = [
  ['grey', { size: 28 }, { augment: ALL, normalise: 'train' }],
  ['grey, as they are', { size: 5 }, {}],
  ['grey, of an odd length', { size: 7 }, { augment: EVERY_AXIS, normalise: 'half' }],
  ['of two pixels', { size: 2 }, { augment: EVERY_AXIS }],
  ['of one pixel', { size: 1 }, { augment: { noise: {} } }],
  ['in colour', { size: 9, channels: 3 }, { augment: EVERY_AXIS, normalise: 'train' }],
  ['with copies that alone are augmented', { size: 8 }, UPSAMPLED],
  ['volumes', { dims: 3, size: 9 }, { augment: EVERY_AXIS, normalise: 'train' }],
  ['slices of volumes', { dims: 3, size: 9 }, { augment: ALL, normalise: 'train', volume: 'slices' }],
  ['slices, as they are', { dims: 3, size: 6 }, { volume: 'slices' }],
];

let before: number;
beforeEach(async () => {
  await registerSimdBackend({ threads: 2 });
  await tf.setBackend('simd');
  before = tf.memory().numTensors;
});
afterEach(async () => {
  vi.restoreAllMocks();
  expect(tf.memory().numTensors).toBe(before);
  await tf.setBackend('cpu');
  disposeSimdBackend();
});

const bitsOf = (values: ArrayLike<number>) => new Uint32Array(Float32Array.from(values).buffer);

describe('the kernel of simd makes batches with the bits of the builder', () => {
  it.each(CASES)('%s', async (_, settings, changes) => {
    const dataset = syntheticDataset({ counts: { train: 20, val: 9, test: 9 }, ...settings });
    const recipe = parseRecipe({ batch: 8, ...changes });
    const expected = new BatchPixelBuilder(dataset, recipe);
    const own = new BatchPixelBuilder(dataset, recipe);
    const built = vi.spyOn(own, 'training');
    const tensors = new BatchTensors(dataset, recipe, own);
    for (const pass of [0, 3]) {
      for (const batch of epochBatches(dataset, recipe, pass)) {
        const { images, labels, mix } = tensors.training(batch, pass);
        const should = expected.training(batch, pass);
        expect(images.shape).toEqual(should.shape);
        expect(bitsOf(await images.data())).toEqual(bitsOf(should.values));
        expect(labels).toEqual(should.labels);
        expect(mix).toBeNull();
        images.dispose();
      }
    }
    const val = tensors.evaluation('val', 2, 9);
    expect(bitsOf(await val.data())).toEqual(bitsOf(expected.evaluation('val', 2, 9).values));
    val.dispose();
    if ((settings.size ?? 8) > 1) expect(built).not.toHaveBeenCalled();
  });

  it('over a million draws of noise, among them the rare ones', async () => {
    const dataset = syntheticDataset({ size: 101, counts: { train: 100, val: 9, test: 9 } });
    const recipe = parseRecipe({ batch: 100, augment: { noise: { sigma: 0.3 } } });
    const [batch] = epochBatches(dataset, recipe, 0);
    const { images } = new BatchTensors(dataset, recipe).training(batch!, 0);
    const should = new BatchPixelBuilder(dataset, recipe).training(batch!, 0);
    expect(bitsOf(await images.data())).toEqual(bitsOf(should.values));
    images.dispose();
  });
});

describe('a batch that is begun before it is asked for', () => {
  const dataset = syntheticDataset({ size: 21, counts: { train: 60, val: 9, test: 9 } });
  const recipe = parseRecipe({ batch: 20, augment: ALL, normalise: 'train' });
  const batches = epochBatches(dataset, recipe, 0);
  const [first, second] = batches.map((batch) => ({ batch, pass: 0 }));
  const expected = ({ batch, pass }: { batch: (typeof batches)[number]; pass: number }) =>
    bitsOf(new BatchPixelBuilder(dataset, recipe).training(batch, pass).values);

  it('has the same bits, whatever is computed meanwhile', async () => {
    const tensors = new BatchTensors(dataset, recipe);
    tensors.begin(first!);
    const x = tf.randomNormal([40, 9, 9, 24], 0, 1, 'float32', 5);
    const filter = tf.randomNormal([3, 3, 24, 24], 0, 1, 'float32', 6) as tf.Tensor4D;
    const before = tf.tidy(() => tf.conv2d(x as tf.Tensor4D, filter, 1, 'same'));
    const one = tensors.training(first!.batch, 0);
    tensors.begin(second!);
    // Another one in between, of another part, and another number of threads.
    const val = tensors.evaluation('val', 0, 9);
    await setSimdThreads(1);
    const after = tf.tidy(() => tf.conv2d(x as tf.Tensor4D, filter, 1, 'same'));
    const two = tensors.training(second!.batch, 0);
    expect(bitsOf(await one.images.data())).toEqual(expected(first!));
    expect(bitsOf(await two.images.data())).toEqual(expected(second!));
    expect(bitsOf(await val.data())).toEqual(
      bitsOf(new BatchPixelBuilder(dataset, recipe).evaluation('val', 0, 9).values),
    );
    expect(await after.data()).toEqual(await before.data());
    tf.dispose([x, filter, before, after, one.images, two.images, val]);
  });

  it('is given up where another one is asked for, or none, and leaves nothing', async () => {
    const { liveBytes } = simdMemoryUse();
    const tensors = new BatchTensors(dataset, recipe);
    tensors.begin(first!);
    const two = tensors.training(second!.batch, 0);
    expect(bitsOf(await two.images.data())).toEqual(expected(second!));
    tensors.begin(second!);
    // The same images in another pass are other draws.
    const later = tensors.training(second!.batch, 1);
    expect(bitsOf(await later.images.data())).toEqual(expected({ ...second!, pass: 1 }));
    tensors.begin(first!);
    tensors.begin(null);
    tf.dispose([two.images, later.images]);
    expect(simdMemoryUse().liveBytes).toBe(liveBytes);
  });
});

it('what the kernel does not know is built as before', async () => {
  const dataset = syntheticDataset();
  for (const changes of [
    { augment: { ...ALL, shift: {} } },
    { augment: { mixup: {} }, loss: { name: 'cross-entropy' } },
    { augment: { shapeTransform: {} } },
    { augment: ALL, pitfalls: { mixedNormalisation: true } },
  ]) {
    const recipe = parseRecipe({ batch: 16, ...changes });
    const [batch] = epochBatches(dataset, recipe, 0);
    const tensors = new BatchTensors(dataset, recipe);
    const builder = new BatchPixelBuilder(dataset, recipe);
    const { images, mix } = tensors.training(batch!, 1);
    const should = builder.training(batch!, 1);
    expect(bitsOf(await images.data())).toEqual(bitsOf(should.values));
    expect(mix).toEqual(should.mix);
    const val = tensors.evaluation('val', 0, 4);
    expect(bitsOf(await val.data())).toEqual(bitsOf(builder.evaluation('val', 0, 4).values));
    tf.dispose([images, val]);
  }
});

it('a run has the same curve to the bit with the kernel and without', async () => {
  const dataset = syntheticDataset({ size: 12 });
  const recipe = parseRecipe({ width: 4, batch: 16, epochs: 2, augment: ALL, normalise: 'train' });
  const { curve } = await train(dataset, recipe);
  const config = tf.getKernel(IMAGE_BATCH.names[0], 'simd')!;
  tf.unregisterKernel(config.kernelName, 'simd');
  try {
    expect((await train(dataset, recipe)).curve).toEqual(curve);
  } finally {
    tf.registerKernel(config);
  }
});
