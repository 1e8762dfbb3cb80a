import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import type { Dataset } from '../../lab/dataset.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { type SyntheticSettings, syntheticDataset } from '../testing/synthetic-dataset.ts';
import { BatchPixelBuilder } from './batch-pixels.ts';
import type { Batch } from './epoch-batches.ts';

const sets = fc.record({
  dims: fc.constantFrom(2 as const, 3 as const),
  size: fc.integer({ min: 2, max: 6 }),
  channels: fc.integer({ min: 1, max: 3 }),
}) satisfies fc.Arbitrary<SyntheticSettings>;

function batchOf(
  indices: readonly number[],
  { copies = [], start = 0 }: { copies?: number[]; start?: number } = {},
): Batch {
  return {
    indices: Int32Array.from(indices),
    copies: Uint8Array.from(indices, (_, row) => copies[row] ?? 0),
    start,
  };
}

const builderOf = (dataset: Dataset, recipe: object) => new BatchPixelBuilder(dataset, parseRecipe(recipe));

/** What the pixels of an image should be without augmentation and normalisation. */
function plain({ splits }: Dataset, index: number, split: 'train' | 'val' = 'train'): number[] {
  const { images, count } = splits[split];
  const length = images.length / count;
  return Array.from(images.subarray(index * length, (index + 1) * length), (pixel) =>
    Math.fround(pixel / 255),
  );
}

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
  };
}

describe('a batch', () => {
  it('is x / 255 of the images asked for, in their order, with their labels', () => {
    fc.assert(
      fc.property(sets, fc.array(fc.nat(47), { minLength: 1, maxLength: 6 }), (settings, indices) => {
        const dataset = syntheticDataset(settings);
        const { values, shape, labels } = builderOf(dataset, {}).training(batchOf(indices), 0);
        const { dims, size, channels } = settings;
        expect(shape).toEqual([indices.length, ...new Array<number>(dims).fill(size), channels]);
        expect([...values]).toEqual(indices.flatMap((index) => plain(dataset, index)));
        expect([...labels]).toEqual(indices.map((index) => dataset.splits.train.labels[index]));
      }),
    );
  });

  it('of labels has a row of them for each image', () => {
    const dataset = syntheticDataset({ task: 'multi-label', classes: 3 });
    const { labels } = builderOf(dataset, {}).training(batchOf([4, 1]), 0);
    const all = dataset.splits.train.labels;
    expect([...labels]).toEqual([...all.subarray(12, 15), ...all.subarray(3, 6)]);
  });

  it('takes the slices of a volume as channels where asked to', () => {
    const dataset = syntheticDataset({ dims: 3, size: 4 });
    const volume = plain(dataset, 2);
    const { values, shape } = builderOf(dataset, { volume: 'slices' }).training(batchOf([2]), 0);
    expect(shape).toEqual([1, 4, 4, 4]);
    for (let slice = 0; slice < 4; slice++)
      for (let row = 0; row < 4; row++)
        for (let column = 0; column < 4; column++)
          expect(values[(row * 4 + column) * 4 + slice]).toBe(volume[(slice * 4 + row) * 4 + column]);
  });
});

describe('normalisation', () => {
  const dataset = syntheticDataset({ channels: 3, size: 6 });

  it('half: (x − 0.5) / 0.5, for training and evaluation alike', () => {
    const builder = builderOf(dataset, { normalise: 'half' });
    const expected = (pixels: readonly number[]) => pixels.map((value) => Math.fround((value - 0.5) / 0.5));
    expect([...builder.training(batchOf([3]), 0).values]).toEqual(expected(plain(dataset, 3)));
    expect([...builder.evaluation('val', 3, 4).values]).toEqual(expected(plain(dataset, 3, 'val')));
  });

  it('train: mean 0 and spread 1 of every channel over the training part; the same map for val', () => {
    const builder = builderOf(dataset, { normalise: 'train' });
    const all = builder.evaluation('train', 0, dataset.splits.train.count).values;
    const trainPixels = Array.from({ length: dataset.splits.train.count }, (_, index) =>
      plain(dataset, index),
    ).flat();
    for (let channel = 0; channel < 3; channel++) {
      const ofChannel = (values: ArrayLike<number>) =>
        Array.from(values).filter((_, place) => place % 3 === channel);
      const after = momentsOf(ofChannel(all));
      expect(after.mean).toBeCloseTo(0, 5);
      expect(after.deviation).toBeCloseTo(1, 5);
      const { mean, deviation } = momentsOf(ofChannel(trainPixels));
      const val = ofChannel(builder.evaluation('val', 0, 1).values);
      ofChannel(plain(dataset, 0, 'val')).forEach((pixel, place) => {
        expect(val[place]).toBeCloseTo((pixel - mean) / deviation, 4);
      });
    }
  });

  it('train: leaves a constant channel at 0', () => {
    const flat = syntheticDataset();
    flat.splits.train.images.fill(77);
    const { values } = builderOf(flat, { normalise: 'train' }).training(batchOf([0]), 0);
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(1e-6);
  });
});

describe('augmentation', () => {
  const dataset = syntheticDataset({ size: 6 });
  const indices = [0, 5, 7];

  it('never touches evaluation, but for the factor ½ of the shape transform', () => {
    const names = Object.keys(AUGMENTATIONS) as AugmentationName[];
    for (const name of names) {
      const { values } = builderOf(dataset, { augment: { [name]: {} } }).evaluation('val', 0, 2);
      const factor = name === 'shapeTransform' ? 0.5 : 1;
      const pixels = [...plain(dataset, 0, 'val'), ...plain(dataset, 1, 'val')];
      expect([...values], name).toEqual(pixels.map((value) => value * factor));
    }
  });

  it('is decided by seed, epoch and image: not by the batch that an image comes in', () => {
    const builder = builderOf(dataset, { augment: { noise: {} } });
    const { values } = builder.training(batchOf(indices), 2);
    const alone = builder.training(batchOf([5], { start: 9 }), 2).values;
    expect([...values.subarray(36, 72)]).toEqual([...alone]);
    expect(builder.training(batchOf(indices), 2).values).toEqual(values);
    expect(builder.training(batchOf(indices), 3).values).not.toEqual(values);
    expect(
      builderOf(dataset, { augment: { noise: {} }, seed: 2 }).training(batchOf(indices), 2).values,
    ).not.toEqual(values);
  });

  it('draws from a stream of its own: turning one on does not change the draws of another', () => {
    const grain = (augment: object) => {
      const { values } = builderOf(dataset, { augment }).training(batchOf(indices), 1);
      const without = builderOf(dataset, { augment: { ...augment, noise: undefined } }).training(
        batchOf(indices),
        1,
      );
      return Array.from(values, (value, place) => value - without.values[place]!);
    };
    const alone = grain({ noise: {} });
    for (const other of ['flip', 'shift', 'rotation', 'invert', 'intensity'] as const) {
      grain({ noise: {}, [other]: {} }).forEach((value, place) => {
        expect(value).toBeCloseTo(alone[place]!, 6);
      });
    }
  });

  it('mixes images of the training part, and tells their labels and shares: decided by seed, epoch and image', () => {
    const labelled = syntheticDataset({ size: 6, task: 'multi-label', classes: 3 });
    const recipe = { augment: { mixup: { alpha: 1 } }, loss: { name: 'bce' } };
    const builder = builderOf(labelled, recipe);
    const { values, labels, mix } = builder.training(batchOf(indices), 2);
    const all = labelled.splits.train;
    expect([...labels]).toEqual(
      indices.flatMap((index) => [...all.labels.subarray(3 * index, 3 * index + 3)]),
    );
    indices.forEach((index, row) => {
      const share = mix!.shares[row]!;
      const mixed = [...values.subarray(36 * row, 36 * row + 36)];
      const partners = Array.from({ length: all.count }, (_, other) => other).filter((other) => {
        const [own, theirs] = [plain(labelled, index), plain(labelled, other)];
        return mixed.every(
          (value, place) => Math.abs(value - share * own[place]! - (1 - share) * theirs[place]!) < 1e-6,
        );
      });
      expect(partners).toHaveLength(1);
      const told = [...mix!.partners.subarray(3 * row, 3 * row + 3)];
      expect(told).toEqual([...all.labels.subarray(3 * partners[0]!, 3 * partners[0]! + 3)]);
    });
    const alone = builder.training(batchOf([5], { start: 9 }), 2);
    expect(alone.mix!.shares[0]).toBe(mix!.shares[1]);
    expect([...alone.values]).toEqual([...values.subarray(36, 72)]);
    expect(builder.training(batchOf(indices), 3).mix!.shares).not.toEqual(mix!.shares);
    expect(builderOf(labelled, {}).training(batchOf(indices), 2).mix).toBeNull();
  });

  it('goes over what is mixed in as well, by draws of its own', () => {
    const inverted = { invert: { probability: 1 } };
    const rows = (augment: object) =>
      builderOf(dataset, { augment, loss: { name: 'bce' } }).training(batchOf(indices), 1);
    const plainly = rows({ mixup: { alpha: 1 } });
    const both = rows({ mixup: { alpha: 1 }, ...inverted });
    expect(both.mix).toEqual(plainly.mix);
    both.values.forEach((value, place) => {
      expect(value).toBeCloseTo(1 - plainly.values[place]!, 5);
    });
  });

  it('gives every added copy a draw of its own', () => {
    const builder = builderOf(dataset, { augment: { noise: {} }, balance: { name: 'upsample' } });
    const { values } = builder.training(batchOf([4, 4, 4], { copies: [0, 1, 1] }), 0);
    const rows = [0, 1, 2].map((row) => values.subarray(row * 36, (row + 1) * 36).join());
    expect(new Set(rows).size).toBe(3);
  });

  it('of upsample-augmented always goes over the copies, and over the originals where asked to', () => {
    const balance = { name: 'upsample-augmented' };
    const batch = batchOf([4, 4], { copies: [0, 1] });
    const rows = (recipe: object) => {
      const { values } = builderOf(dataset, recipe).training(batch, 0);
      return [[...values.subarray(0, 36)], [...values.subarray(36)]];
    };
    const [original, copy] = rows({ balance });
    expect(original).toEqual(plain(dataset, 4));
    expect(copy).not.toEqual(original);
    const [both] = rows({ balance, augment: { noise: {} } });
    expect(both).not.toEqual(plain(dataset, 4));
    const [untouched, changed] = rows({
      balance: { ...balance, originals: 'plain' },
      augment: { noise: {} },
    });
    expect(untouched).toEqual(plain(dataset, 4));
    expect(changed).not.toEqual(untouched);
  });
});
