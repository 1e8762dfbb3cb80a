import { describe, expect, it } from 'vitest';
import { exampleRow } from '../../storage/testing/example-row.ts';
import type { PreviewTiles } from '../../worker/protocol.ts';
import { findClassImages } from './find-class-images.ts';

const dataset = {
  ...exampleRow().dataset,
  counts: { train: 1000, val: 10, test: 10 },
  classCounts: { train: [980, 20], val: [10, 0], test: [5, 5] },
};

/** Sorted by class: the rare one comes last. */
const label = (index: number) => (index < 980 ? 0 : 1);
const asked: number[][] = [];
const preview = async (indices: readonly number[]): Promise<PreviewTiles> => {
  asked.push([...indices]);
  return {
    pixels: new Uint8ClampedArray(0),
    size: 28,
    slices: 1,
    labels: indices.map((index) => [label(index)]),
  };
};

describe('findClassImages', () => {
  it('finds the rare class of a sorted set, each image once and under its own class', async () => {
    const found = await findClassImages(dataset, 'train', 8, preview);
    expect(found.map((list) => list.length)).toEqual([8, 8]);
    for (const [name, list] of found.entries()) {
      for (const { index } of list) expect(label(index)).toBe(name);
      expect(new Set(list.map(({ index }) => index)).size).toBe(8);
    }
    for (const index of asked.flat()) expect(index).toBeLessThan(1000);
  });

  it('does not look for a class that the split lacks', async () => {
    const found = await findClassImages(dataset, 'val', 8, preview);
    expect(found.map((list) => list.length)).toEqual([8, 0]);
  });
});
