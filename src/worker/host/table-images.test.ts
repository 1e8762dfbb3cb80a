import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../lab/dataset.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { applyProtocol } from '../../training/protocol/apply-protocol.ts';
import { syntheticDataset } from '../../training/testing/synthetic-dataset.ts';
import { tableImages, tablePortrait } from './table-images.ts';

/** Two validation images, given pixel by pixel. */
function dataset(shape: { dims: 2 | 3; size: number; channels: number }, images: readonly number[]): Dataset {
  const base = syntheticDataset();
  const val = { count: 2, images: Uint8Array.from(images), labels: Uint8Array.of(1, 0) };
  return { ...base, summary: { ...base.summary, ...shape }, splits: { ...base.splits, val } };
}

describe('the images on the light table', () => {
  it('are the validation images, grey on all channels, with their labels', async () => {
    const set = dataset({ dims: 2, size: 2, channels: 1 }, [10, 20, 30, 40, 50, 60, 70, 80]);
    const { pixels, size, labels, images, total } = await tableImages(set, null);
    expect([size, total, [...images], [...labels]]).toEqual([2, 2, [0, 1], [1, 0]]);
    expect([...pixels.subarray(0, 8)]).toEqual([10, 10, 10, 255, 20, 20, 20, 255]);
    expect([...pixels.subarray(-4)]).toEqual([80, 80, 80, 255]);
  });

  it('are of a volume the brightest along its slices, and the portrait is all of them', async () => {
    const first = [1, 2, 3, 4, 9, 0, 0, 8];
    const set = dataset({ dims: 3, size: 2, channels: 1 }, [...first, ...new Array(8).fill(5)]);
    const { pixels } = await tableImages(set, null);
    expect([0, 4, 8, 12].map((at) => pixels[at])).toEqual([9, 2, 3, 8]);
    const portrait = await tablePortrait(set, null, 0);
    expect(portrait).toMatchObject({ size: 2, slices: 2 });
    expect(first.map((_, at) => portrait.pixels[at * 4])).toEqual(first);
  });

  it('are averaged where they are larger than a tile', async () => {
    const size = 128;
    const image = Array.from({ length: size * size * 3 }, (_, at) => (at % 3 === 0 ? (at / 3) % 2 : 7) * 30);
    const set = dataset({ dims: 2, size, channels: 3 }, [...image, ...image]);
    const answer = await tableImages(set, null);
    expect(answer.size).toBe(64);
    expect([...answer.pixels.subarray(0, 4)]).toEqual([15, 210, 210, 255]);
  });

  it('are those that the run is scored on, where a pitfall has mixed the parts', async () => {
    const set = syntheticDataset();
    const recipe = parseRecipe({ pitfalls: { leakySplit: true }, seed: 3 });
    const { val } = applyProtocol(set, recipe).dataset.splits;
    const { labels, total } = await tableImages(set, recipe);
    expect(total).toBe(val.count);
    expect([...labels]).toEqual([...val.labels]);
    const { pixels } = await tablePortrait(set, recipe, 5);
    expect(pixels[0]).toBe(val.images[5 * (val.images.length / val.count)]);
  });
});
