import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../lab/dataset.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import { recipeName } from '../../lab/recipe/name.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import { BatchPixelBuilder } from '../batch/batch-pixels.ts';
import { epochBatches } from '../batch/epoch-batches.ts';
import { sourceOf, tinyDataset } from '../testing/tiny-dataset.ts';
import { applyProtocol } from './apply-protocol.ts';

const ones = (count: number) => new Array<number>(count).fill(1);
const zeros = (count: number) => new Array<number>(count).fill(0);

/** 10 negatives and 40 positives to train on: the majority is class 1, as in PneumoniaMNIST. */
const SET = tinyDataset({
  train: [...zeros(10), ...ones(40)],
  val: [...zeros(4), ...ones(8)],
  test: [...zeros(5), ...ones(5)],
});

function sources({ splits }: Dataset, split: 'train' | 'val' | 'test'): string[] {
  return Array.from({ length: splits[split].count }, (_, index) => sourceOf(splits[split], index));
}

describe('recipes without protocol and pitfalls', () => {
  it('leave the set as it is, and keep the hash they had before these fields existed', () => {
    const recipe = parseRecipe({});
    const prepared = applyProtocol(SET, recipe);
    expect(prepared.dataset).toBe(SET);
    expect(prepared.recipe).toBe(recipe);
    expect(recipeHash(DEFAULT_RECIPE)).toBe('f988350c586f');
    expect(recipeHash(parseRecipe({ pitfalls: { leakySplit: true } }))).not.toBe('f988350c586f');
    expect(recipeName(DEFAULT_RECIPE)).not.toContain('pitfall');
  });

  it('are named by the pitfall where there is one', () => {
    expect(
      recipeName(parseRecipe({ pitfalls: { leakySplit: true }, protocol: { trainFraction: 0.25 } })),
    ).toBe('plain · 25 % of train · pitfall: upsampled before split');
  });
});

describe('share of the training part', () => {
  const withShare = (trainFraction: number, seed = 1) =>
    applyProtocol(SET, parseRecipe({ seed, protocol: { trainFraction } })).dataset;

  it('takes so much of each class, and leaves val and test alone', () => {
    const { summary, splits } = withShare(0.5);
    expect(summary.counts).toEqual({ train: 25, val: 12, test: 10 });
    expect(summary.classCounts.train).toEqual([5, 20]);
    expect(splits.val.images).toEqual(SET.splits.val.images);
    expect(splits.test).toBe(SET.splits.test);
    expect(summary.notes.join()).toContain('25 of 50');
  });

  it('keeps every image with its label', () => {
    const { splits } = withShare(0.3);
    sources(withShare(0.3), 'train').forEach((source, place) => {
      const index = Number(source.split(' ')[1]);
      expect(splits.train.labels[place]).toBe(SET.splits.train.labels[index]);
    });
  });

  it('draws a smaller share from within a larger one, and others with another seed', () => {
    const large = new Set(sources(withShare(0.6), 'train'));
    for (const source of sources(withShare(0.2), 'train')) expect(large).toContain(source);
    expect(sources(withShare(0.2, 2), 'train')).not.toEqual(sources(withShare(0.2, 1), 'train'));
  });

  it('leaves both classes even of a very small share', () => {
    expect(withShare(0.01).summary.classCounts.train).toEqual([2, 2]);
  });
});

describe('wrong labels', () => {
  it('changes just so many training labels, and none elsewhere', () => {
    const { splits, summary } = applyProtocol(SET, parseRecipe({ protocol: { labelNoise: 0.2 } })).dataset;
    const changed = [...splits.train.labels].filter(
      (label, index) => label !== SET.splits.train.labels[index],
    );
    expect(changed).toHaveLength(10);
    expect(splits.val.labels).toEqual(SET.splits.val.labels);
    expect(summary.classCounts.train.reduce((a, b) => a + b)).toBe(50);
  });

  it('gives another class of several, and flips one label of a row', () => {
    const many = tinyDataset(
      { train: Array.from({ length: 60 }, (_, index) => index % 3), val: [0, 1, 2], test: [0, 1, 2] },
      { task: 'multi-class', classes: 3 },
    );
    const noisy = applyProtocol(many, parseRecipe({ protocol: { labelNoise: 0.4 } })).dataset;
    const changed = [...noisy.splits.train.labels].filter((label, index) => label !== index % 3);
    expect(changed).toHaveLength(24);
    const rows = tinyDataset(
      { train: Array.from({ length: 20 }, () => [0, 1, 0]), val: [[0, 1, 1]], test: [[1, 0, 1]] },
      { task: 'multi-label', classes: 3 },
    );
    const flipped = applyProtocol(rows, parseRecipe({ protocol: { labelNoise: 0.25 } })).dataset;
    const differences = [...flipped.splits.train.labels].filter(
      (label, index) => label !== [0, 1, 0][index % 3],
    );
    expect(differences).toHaveLength(5);
  });
});

describe('pitfall: upsample before splitting', () => {
  const leaky = (change: object = {}) =>
    applyProtocol(
      SET,
      parseRecipe({ balance: { name: 'upsample' }, pitfalls: { leakySplit: true, ...change } }),
    );

  it('merges train and val, makes the classes equal, and splits 80/20', () => {
    const { dataset } = leaky();
    // 14 negatives and 48 positives become 48 of each.
    expect(dataset.summary.counts).toEqual({ train: 77, val: 19, test: 10 });
    const [train, val] = [dataset.summary.classCounts.train, dataset.summary.classCounts.val];
    expect(train[0]! + val[0]!).toBe(48);
    expect(train[1]! + val[1]!).toBe(48);
    expect(dataset.splits.test).toBe(SET.splits.test);
  });

  it('puts copies of one image on both sides, and says so', () => {
    const { dataset } = leaky();
    const trained = new Set(sources(dataset, 'train'));
    const leaked = sources(dataset, 'val').filter((source) => trained.has(source)).length;
    expect(leaked).toBeGreaterThan(0);
    expect(dataset.summary.notes.join()).toContain(`${leaked} of 19 val images are trained on as well`);
  });

  it('does not upsample a second time in the epochs', () => {
    const { dataset, recipe } = leaky();
    const trained = epochBatches(dataset, recipe, 0).reduce((sum, { indices }) => sum + indices.length, 0);
    expect(trained).toBe(77);
  });

  it('adds no copies where nothing is upsampled', () => {
    const { dataset } = applyProtocol(SET, parseRecipe({ pitfalls: { leakySplit: true } }));
    expect(new Set([...sources(dataset, 'train'), ...sources(dataset, 'val')]).size).toBe(62);
    expect(dataset.summary.counts.train + dataset.summary.counts.val).toBe(62);
  });

  it('adds to the majority where that pitfall is on as well', () => {
    const { classCounts } = leaky({ upsampleMajority: true }).dataset.summary;
    expect(classCounts.train[0]! + classCounts.val[0]!).toBe(14);
    expect(classCounts.train[1]! + classCounts.val[1]!).toBe(82);
  });
});

describe('pitfall: upsample the majority', () => {
  it('adds the missing copies to the largest class', () => {
    const recipe = parseRecipe({ balance: { name: 'upsample' }, pitfalls: { upsampleMajority: true } });
    const labels = epochBatches(SET, recipe, 0).flatMap(({ indices }) =>
      [...indices].map((index) => SET.splits.train.labels[index]),
    );
    expect(labels.filter((label) => label === 0)).toHaveLength(10);
    expect(labels.filter((label) => label === 1)).toHaveLength(70);
  });

  it('changes nothing where nothing is upsampled', () => {
    const plan = (upsampleMajority: boolean) =>
      epochBatches(SET, parseRecipe({ pitfalls: { upsampleMajority } }), 0);
    expect(plan(true)).toEqual(plan(false));
  });
});

const ALL_AUGMENTATIONS = { flip: { probability: 1 }, noise: { sigma: 0.3 }, shapeTransform: {} };

describe('pitfall: copies that are never augmented', () => {
  const batch = { indices: Int32Array.of(3, 3), copies: Uint8Array.of(0, 1), start: 0 };
  const pixels = (exactCopies: boolean) =>
    new BatchPixelBuilder(
      SET,
      parseRecipe({
        augment: ALL_AUGMENTATIONS,
        balance: { name: 'upsample-augmented' },
        pitfalls: { exactCopies },
      }),
    );

  it('trains on the image and its copy as they are', () => {
    const { values } = pixels(true).training(batch, 0);
    const image = Float32Array.from(SET.splits.train.images.subarray(3 * 16, 4 * 16), (value) => value / 255);
    expect(values.subarray(0, 16)).toEqual(image);
    expect(values.subarray(16)).toEqual(image);
    expect(pixels(false).training(batch, 0).values.subarray(16)).not.toEqual(image);
  });

  it('evaluates on the scale that it trained on', () => {
    const raw = SET.splits.test.images[2]! / 255;
    expect(pixels(true).evaluation('test', 0, 1).values[2]).toBeCloseTo(raw, 6);
    expect(pixels(false).evaluation('test', 0, 1).values[2]).toBeCloseTo(raw / 2, 6);
  });
});

describe('pitfall: mixed normalisation', () => {
  const builder = new BatchPixelBuilder(
    SET,
    parseRecipe({ normalise: 'half', pitfalls: { mixedNormalisation: true } }),
  );
  /** 128 / 255 is about 0.502; normalised it is about 0.004. */
  const normalised = (values: Float32Array, image: number) => values[image * 16 + 5]! < 0.25;

  it('normalises a part of train and val, the same images in each epoch, and nothing of test', () => {
    const batch = {
      indices: Int32Array.from({ length: 50 }, (_, index) => index),
      copies: new Uint8Array(50),
      start: 0,
    };
    const marks = [0, 1].map((epoch) => {
      const { values } = builder.training(batch, epoch);
      return Array.from({ length: 50 }, (_, image) => normalised(values, image));
    });
    expect(marks[0]).toEqual(marks[1]);
    const share = marks[0]!.filter(Boolean).length / 50;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.75);
    const test = builder.evaluation('test', 0, 10).values;
    expect(Array.from({ length: 10 }, (_, image) => normalised(test, image)).some(Boolean)).toBe(false);
    const val = builder.evaluation('val', 0, 12).values;
    const ofVal = Array.from({ length: 12 }, (_, image) => normalised(val, image));
    expect(ofVal).toContain(true);
    expect(ofVal).toContain(false);
  });
});
