import { describe, expect, it } from 'vitest';
import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import type { Dataset } from '../../lab/dataset.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { imageOf } from '../../lab/thumbnails.ts';
import { finishWork } from '../../lab/work.ts';
import type { ImageSource } from '../../training/batch/batch-pixels.ts';
import { syntheticDataset } from '../../training/testing/synthetic-dataset.ts';
import * as pictures from './recipe-pictures.ts';

/** The bytes of a training image as the canvas has them: RGBA, grey in all three. */
function rgbaOf({ splits, summary }: Dataset, image: number): number[] {
  const { images, count } = splits.train;
  const length = images.length / count;
  const pixels = [...images.subarray(image * length, (image + 1) * length)];
  expect(summary.channels).toBe(1);
  return pixels.flatMap((grey) => [grey, grey, grey, 255]);
}

const sourceOf =
  ({ splits, summary }: Dataset): ImageSource =>
  (split, index) =>
    imageOf(splits[split], summary, index);

const augmentedImages = (...asked: Parameters<typeof pictures.augmentedImages>) =>
  finishWork(pictures.augmentedImages(...asked));
const augmentationSample = (...asked: Parameters<typeof pictures.augmentationSample>) =>
  finishWork(pictures.augmentationSample(...asked));

const tile = (pixels: Uint8ClampedArray, number: number, length: number) => [
  ...pixels.subarray(number * length, (number + 1) * length),
];

describe('the picture of a recipe', () => {
  it.each([2, 3] as const)('has the image as it is, then one draw an epoch, in %sD', (dims) => {
    const dataset = syntheticDataset({ dims, size: 6 });
    const recipe = parseRecipe({
      augment: { flip: { probability: 1 }, shapeTransform: {} },
      normalise: 'half',
    });
    const { pixels, slices, shares } = augmentedImages(
      ...([dataset, sourceOf(dataset), 3, recipe, [0, 1, 0], null] as const),
    );
    expect(slices).toBe(dims === 3 ? 6 : 1);
    const length = slices * 36 * 4;
    // As it is: not even by the factor ½ that an evaluation has in the stead of the shape transform.
    expect(tile(pixels, 0, length)).toEqual(rgbaOf(dataset, 3));
    expect(tile(pixels, 1, length)).toEqual(tile(pixels, 3, length));
    expect(tile(pixels, 1, length)).not.toEqual(tile(pixels, 2, length));
    expect(shares).toEqual([1, 1, 1]);
  });

  it('shows a copy where only copies are augmented, and tells what is mixed in', () => {
    const dataset = syntheticDataset({ size: 6 });
    const copies = parseRecipe({ balance: { name: 'upsample-augmented', originals: 'plain' } });
    const { pixels } = augmentedImages(dataset, sourceOf(dataset), 3, copies, [0], null);
    expect(tile(pixels, 1, 144)).not.toEqual(tile(pixels, 0, 144));
    const mixed = parseRecipe({ augment: { mixup: { alpha: 1 } }, loss: { name: 'bce' } });
    const draws = augmentedImages(dataset, sourceOf(dataset), 3, mixed, [0, 1, 2, 3], null);
    for (const share of draws.shares) expect(share).toBeGreaterThanOrEqual(0.5);
    expect(Math.min(...draws.shares)).toBeLessThan(1);
    expect(draws.partners).toHaveLength(4);
    expect(draws.partners[0]).toHaveLength(1);
  });

  it.each([
    { flip: { probability: 1, axes: 'every' }, rotation: {}, contrast: {}, noise: {}, mixup: { alpha: 1 } },
    { crop: {}, elastic: {}, intensity: {}, noise: {}, erasing: { probability: 1 } },
    { shift: {}, noise: {}, erasing: { probability: 1, fill: 'mean' } },
    { invert: { probability: 1 }, shapeTransform: {}, noise: { sigma: 0.2 } },
  ])('draws one slice of a volume as it is in the whole: %j', (augment) => {
    const dataset = syntheticDataset({ dims: 3, size: 7 });
    const recipe = parseRecipe({ augment, loss: { name: 'bce' } });
    const ask = (slice: number | null) =>
      augmentedImages(dataset, sourceOf(dataset), 3, recipe, [0, 1], slice);
    const whole = ask(null);
    const length = 49 * 4;
    for (const slice of [0, 3, 6]) {
      const one = ask(slice);
      expect(one.slices).toBe(1);
      for (const draw of [0, 1, 2]) {
        expect(tile(one.pixels, draw, length)).toEqual(tile(whole.pixels, 7 * draw + slice, length));
      }
    }
  });

  it.each(Object.keys(AUGMENTATIONS) as AugmentationName[])('shows what %s does', (name) => {
    const dataset = syntheticDataset({ size: 12 });
    const { pixels } = augmentationSample(dataset, sourceOf(dataset), 5, name, null);
    expect([...pixels]).not.toEqual(rgbaOf(dataset, 5));
  });
});
