import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { sourceOf, tinyDataset } from '../testing/tiny-dataset.ts';
import { applyEdition } from './apply-edition.ts';
import { applyProtocol } from './apply-protocol.ts';

const SET = tinyDataset({ train: [0, 1, 0, 1, 0], val: [0, 1], test: [0, 1] });
const edition = (leftOut: number[], relabelled: [number, number][] = [], fingerprint = '0'.repeat(64)) => ({
  ...{ name: 'clean', fingerprint },
  train: { leftOut, relabelled: relabelled.map(([image, label]) => ({ image, label: [label] })) },
});

describe('an edition of a set', () => {
  it('leaves images out and changes labels, of the training part alone', () => {
    const { splits, summary } = applyEdition(SET, edition([1, 2], [[4, 1]]));
    const { train } = splits;
    expect(Array.from({ length: 3 }, (_, at) => sourceOf(train, at))).toEqual([
      'train 0',
      'train 3',
      'train 4',
    ]);
    expect([...train.labels]).toEqual([0, 1, 1]);
    expect(splits.val).toBe(SET.splits.val);
    expect(splits.test).toBe(SET.splits.test);
    expect(summary.counts).toEqual({ train: 3, val: 2, test: 2 });
    expect(summary.classCounts.train).toEqual([1, 2]);
    expect(summary.notes.at(-1)).toMatch(/"clean": 2 of 5 training images left out, 1 relabelled/);
    expect([...SET.splits.train.labels]).toEqual([0, 1, 0, 1, 0]);
  });

  it('is applied before the protocol draws from what is left', () => {
    const recipe = parseRecipe({ edition: edition([0]), protocol: { labelNoise: 0.4 }, seed: 4 });
    const { dataset } = applyProtocol(SET, recipe);
    expect(dataset.splits.train.count).toBe(4);
    expect(sourceOf(dataset.splits.train, 0)).toBe('train 1');
    expect(dataset.summary.notes.join()).toMatch(/left out.*labels of 2 training images/);
  });

  it('is refused where it is of other data, or a class would have no image to learn from', () => {
    expect(() => applyEdition(SET, edition([0], [], 'f'.repeat(64)))).toThrow(/made for data with/);
    expect(() => applyEdition(SET, edition([1, 3]))).toThrow(/no training image of class 1/);
    expect(() => applyEdition(SET, edition([9]))).toThrow(/training image 9/);
  });
});
