import { describe, expect, it } from 'vitest';
import { imageLength } from '../../lab/dataset.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import { recipeName } from '../../lab/recipe/name.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { plantMark } from '../../lab/shortcut-mark.ts';
import { syntheticDataset } from '../testing/synthetic-dataset.ts';
import { applyProtocol } from './apply-protocol.ts';

const SIZES = { size: 28, counts: { train: 40, val: 12, test: 12 } };

function planted(shortcut: number, set = syntheticDataset(SIZES), more: object = {}) {
  return applyProtocol(set, parseRecipe({ ...more, protocol: { shortcut } })).dataset;
}

/** Whether each training image carries the mark. */
function marks({ splits, summary }: ReturnType<typeof planted>): boolean[] {
  const length = imageLength(summary);
  return Array.from({ length: splits.train.count }, (_, index) => {
    const image = splits.train.images.slice(index * length, (index + 1) * length);
    const again = image.slice();
    plantMark(again, summary);
    return image.every((value, at) => value === again[at]);
  });
}

describe('a planted mark', () => {
  it('is on so many positives of the training part, and nowhere else', () => {
    const set = syntheticDataset(SIZES);
    const dataset = planted(0.5, set);
    const { labels } = dataset.splits.train;
    const marked = marks(dataset);
    const positives = labels.filter((label) => label === 1).length;
    expect(marked.filter(Boolean)).toHaveLength(Math.round(positives / 2));
    marked.forEach((isMarked, index) => {
      if (isMarked) expect(labels[index]).toBe(1);
    });
    expect(dataset.splits.train.labels).toEqual(set.splits.train.labels);
    expect(dataset.splits.val).toBe(set.splits.val);
    expect(dataset.splits.test).toBe(set.splits.test);
    expect(dataset.summary.notes.join()).toContain('A mark was planted on');
  });

  it('is on the same images with the same seed, on more of them where the share is larger', () => {
    const [some, same, more] = [planted(0.4), planted(0.4), planted(0.8)].map(marks);
    expect(some).toEqual(same);
    some!.forEach((isMarked, index) => {
      if (isMarked) expect(more![index]).toBe(true);
    });
    expect(marks(planted(0.4, syntheticDataset(SIZES), { seed: 5 }))).not.toEqual(some);
  });

  it('goes by the labels that are trained on, and through all slices of a volume', () => {
    const noisy = applyProtocol(
      syntheticDataset({ ...SIZES, counts: { ...SIZES.counts, train: 60 } }),
      parseRecipe({ protocol: { shortcut: 1, labelNoise: 0.2 } }),
    ).dataset;
    expect(marks(noisy)).toEqual(Array.from(noisy.splits.train.labels, (label) => label === 1));
    const volume = new Uint8Array(28 ** 3).fill(9);
    plantMark(volume, { dims: 3, size: 28, channels: 1 });
    expect(volume.filter((value) => value === 255)).toHaveLength(28 * 9);
    expect(volume.filter((value) => value === 0)).toHaveLength(28 * 16);
  });

  it('is on the rarest of several classes, and on the images that hold the rarest label', () => {
    for (const task of ['multi-class', 'multi-label'] as const) {
      const dataset = planted(1, syntheticDataset({ ...SIZES, task, classes: 3 }));
      const counts = dataset.summary.classCounts.train;
      expect(marks(dataset).filter(Boolean)).toHaveLength(Math.min(...counts));
    }
  });

  it('leaves hash and name of other recipes as they were', () => {
    expect(recipeHash(parseRecipe({ protocol: { shortcut: 0 } }))).toBe('f988350c586f');
    expect(recipeHash(parseRecipe({ protocol: { shortcut: 0.9 } }))).not.toBe('f988350c586f');
    expect(recipeName(parseRecipe({ protocol: { shortcut: 0.9 } }))).toBe('plain · mark on 90 %');
  });
});
