import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../lab/dataset.ts';
import { ALL_IMAGES } from '../../lab/gallery/choose-images.ts';
import { tinyDataset } from '../../training/testing/tiny-dataset.ts';
import { classOverview, galleryImages, galleryTiles } from './gallery.ts';

const LABELS = { train: [0, 1, 0, 1], val: [0, 1], test: [0, 1] } as const;

/** Pixels of one image of the set are put in place of what it had. */
function withImage(set: Dataset, index: number, pixels: readonly number[]): Dataset {
  const images = set.splits.train.images.slice();
  images.set(pixels, index * pixels.length);
  return { ...set, splits: { ...set.splits, train: { ...set.splits.train, images } } };
}

const ramp = (scale: number) => Array.from({ length: 16 }, (_, at) => at * scale);

describe('the gallery', () => {
  it('finds exact duplicates, also across parts, and what is least like its class', async () => {
    const base = tinyDataset(LABELS);
    // Training images 0 and 2 are of class 0; image 1 of the training part is made that of the test part.
    const set = withImage(
      withImage(
        withImage(base, 0, ramp(10)),
        2,
        ramp(-10).map((value) => value + 160),
      ),
      1,
      [...base.splits.test.images.subarray(0, 16)],
    );
    const parts = ['train', 'val', 'test'] as const;
    const twins = await galleryImages(set, { ...ALL_IMAGES, parts, twins: 'exact' }, []);
    expect([...twins.ids]).toEqual([1, 6]);
    expect([...twins.labels]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(twins.typicality).toHaveLength(8);
  });

  it('sends thumbnails of any part', async () => {
    const { pixels, size } = await galleryTiles(tinyDataset(LABELS), Uint32Array.of(7, 2), 64);
    expect(size).toBe(4);
    // The first two pixels say part and index.
    expect([pixels[0], pixels[4], pixels[64], pixels[68]]).toEqual([2, 1, 0, 2]);
  });

  it('tells what each class looks like', async () => {
    const set = withImage(withImage(tinyDataset(LABELS), 0, ramp(10)), 2, ramp(4));
    const { classes, pixels, size } = await classOverview(set, 'train', [0, 1]);
    expect(size).toBe(4);
    expect([0, 4, 8].map((at) => pixels[at])).toEqual([0, 7, 14]);
    expect(classes.map(({ count }) => count)).toEqual([2, 2]);
    expect([...classes[1]!.typical].sort()).toEqual([1, 3]);
    expect(classes[0]!.histogram.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  });

  it('draws a volume without greys by its thickness, one with greys by its brightest voxels', async () => {
    const base = tinyDataset(LABELS);
    const volume = (values: readonly number[]): Dataset => ({
      ...base,
      summary: { ...base.summary, dims: 3, size: 2, counts: { train: 1, val: 0, test: 0 } },
      splits: {
        ...base.splits,
        train: { count: 1, images: Uint8Array.from(values), labels: Uint8Array.of(0) },
      },
    });
    const drawn = async (values: readonly number[]) => {
      const { pixels } = await galleryTiles(volume(values), Uint32Array.of(0), 64);
      return [0, 4, 8, 12].map((at) => pixels[at]);
    };
    expect(await drawn([255, 255, 0, 0, 255, 0, 0, 255])).toEqual([255, 128, 0, 128]);
    expect(await drawn([255, 20, 0, 0, 255, 0, 0, 255])).toEqual([255, 20, 0, 255]);
  });
});
