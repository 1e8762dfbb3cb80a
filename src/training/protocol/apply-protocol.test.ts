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

describe('folds of train and val together', () => {
  it('that leave a part without images are refused in words: equal images stay together', () => {
    const { train, val } = SET.splits;
    const equal = (part: typeof train) => ({ ...part, images: new Uint8Array(part.images.length) });
    const set = { ...SET, splits: { ...SET.splits, train: equal(train), val: equal(val) } };
    for (const fold of [1, 2]) {
      expect(() => applyProtocol(set, parseRecipe({ protocol: { folds: 2, fold } }))).toThrow(
        'images that are equal stay together',
      );
    }
  });

  const withFold = (fold: number, change: object = {}) =>
    applyProtocol(
      SET,
      parseRecipe({ ...change, protocol: { folds: 4, fold, ...(change as { protocol?: object }).protocol } }),
    ).dataset;

  it('validate on each image once, and train on all others; test is as it is', () => {
    const seen = [1, 2, 3, 4].flatMap((fold) => {
      const dataset = withFold(fold);
      const val = sources(dataset, 'val');
      expect([...val, ...sources(dataset, 'train')].toSorted()).toEqual(
        [...sources(SET, 'train'), ...sources(SET, 'val')].toSorted(),
      );
      expect(dataset.splits.test).toBe(SET.splits.test);
      expect(dataset.summary.notes.join()).toContain(`Fold ${fold} of 4`);
      return val;
    });
    expect(new Set(seen).size).toBe(62);
    expect(seen).toHaveLength(62);
  });

  it('say which images validate, by their place in the union', () => {
    const { val } = withFold(2).splits;
    const names = Array.from(val.union!, (place) => (place < 50 ? `train ${place}` : `val ${place - 50}`));
    expect(names).toEqual(sources(withFold(2), 'val'));
  });

  it('are the same for every seed; without one named the seed chooses it', () => {
    const bySeed = (seed: number) =>
      sources(applyProtocol(SET, parseRecipe({ seed, protocol: { folds: 4 } })).dataset, 'val');
    expect(bySeed(3)).toEqual(sources(withFold(3), 'val'));
    expect(bySeed(7)).toEqual(bySeed(3));
    expect(bySeed(4)).not.toEqual(bySeed(3));
  });

  it('have the same wrong labels in each, and validate on clean ones', () => {
    const wrong = new Map<string, Set<boolean>>();
    for (const fold of [1, 2, 3, 4]) {
      const dataset = withFold(fold, { seed: 5, protocol: { labelNoise: 0.2 } });
      const officialLabel = (source: string) => {
        const [split, index] = source.split(' ') as ['train' | 'val', string];
        return SET.splits[split].labels[Number(index)];
      };
      sources(dataset, 'train').forEach((source, place) => {
        const isWrong = dataset.splits.train.labels[place] !== officialLabel(source);
        wrong.set(source, (wrong.get(source) ?? new Set()).add(isWrong));
      });
      sources(dataset, 'val').forEach((source, place) => {
        expect(dataset.splits.val.labels[place]).toBe(officialLabel(source));
      });
    }
    expect([...wrong.values()].every((answers) => answers.size === 1)).toBe(true);
    expect([...wrong.values()].filter((answers) => answers.has(true))).toHaveLength(10);
  });

  it('train on what an edition makes of its images, and validate on all as they are', () => {
    const edition = {
      name: 'mended',
      fingerprint: SET.summary.fingerprint,
      train: { leftOut: [20, 21, 22], relabelled: [{ image: 0, label: [1] }] },
    };
    const parts = [1, 2, 3, 4].map((fold) => withFold(fold, { edition }));
    expect(parts.flatMap((part) => sources(part, 'val'))).toHaveLength(62);
    for (const part of parts) {
      expect(sources(part, 'train')).not.toContain('train 20');
      const first = sources(part, 'train').indexOf('train 0');
      if (first >= 0) expect(part.splits.train.labels[first]).toBe(1);
      const validated = sources(part, 'val').indexOf('train 0');
      if (validated >= 0) expect(part.splits.val.labels[validated]).toBe(0);
    }
  });

  it('keep equal images in one of them', () => {
    const { splits } = SET;
    const images = splits.val.images.slice();
    images.set(splits.train.images.subarray(0, 16), 0);
    const twins: Dataset = { ...SET, splits: { ...splits, val: { ...splits.val, images } } };
    for (const fold of [1, 2, 3, 4]) {
      const union = [
        ...applyProtocol(twins, parseRecipe({ protocol: { folds: 4, fold } })).dataset.splits.val.union!,
      ];
      expect(union.includes(0)).toBe(union.includes(50));
    }
  });

  it('take a share of what trains', () => {
    const { summary } = withFold(1, { protocol: { trainFraction: 0.5 } });
    expect(summary.counts.train).toBeGreaterThan(20);
    expect(summary.counts.train).toBeLessThan(26);
  });
});

describe('a split that is drawn anew by the seed', () => {
  const redrawn = (seed: number) =>
    applyProtocol(SET, parseRecipe({ seed, protocol: { split: 'redrawn' } })).dataset;

  it('has the official sizes, class by class, and says which images validate', () => {
    const { summary, splits } = redrawn(1);
    expect(summary.counts).toEqual(SET.summary.counts);
    expect(summary.classCounts).toEqual(SET.summary.classCounts);
    expect(splits.val.union).toHaveLength(12);
    expect(sources(redrawn(1), 'val')).not.toEqual(sources(redrawn(2), 'val'));
  });
});

describe('wrong labels and an edition', () => {
  it('are mended where the edition gives an image its label back', () => {
    const noisy = { seed: 3, protocol: { labelNoise: 0.2 } };
    const before = applyProtocol(SET, parseRecipe(noisy)).dataset.splits.train.labels;
    const wrong = [...before].flatMap((label, image) =>
      label === SET.splits.train.labels[image] ? [] : [image],
    );
    const edition = {
      name: 'mended',
      fingerprint: SET.summary.fingerprint,
      train: {
        leftOut: [],
        relabelled: wrong.map((image) => ({ image, label: [SET.splits.train.labels[image]!] })),
      },
    };
    const { labels } = applyProtocol(SET, parseRecipe({ ...noisy, edition })).dataset.splits.train;
    expect(labels).toEqual(SET.splits.train.labels);
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
