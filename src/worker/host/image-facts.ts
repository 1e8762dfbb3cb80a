import { type Dataset, SPLITS, type Split } from '../../lab/dataset.ts';
import type { ImageTable } from '../../lab/gallery/choose-images.ts';
import { ClassMeans } from '../../lab/gallery/class-means.ts';
import { classesOf } from '../../lab/gallery/image-classes.ts';
import { firstId, imageCount } from '../../lab/gallery/image-ids.ts';
import { emptyLike } from '../../lab/label-values.ts';
import { drawThumbnail, imageOf, thumbnailSize } from '../../lab/thumbnails.ts';

/** Edge at which images are compared with the mean of their class, in pixels. */
export const COMPARED_EDGE = 32;

/** Greys of a histogram that are counted together. */
const BIN = 8;

/** So long may other work of the worker wait, in milliseconds. */
const STRETCH_MS = 12;

/** What is worked out of a set once, for the gallery and the overview of its classes. */
export interface ImageFacts {
  readonly table: ImageTable;
  /** By part and class, RGB of the mean thumbnail; null for a class without images. */
  readonly means: Readonly<Record<Split, readonly (Float64Array | null)[]>>;
  /** By part and class: pixels in each of 32 bins of grey, in all. */
  readonly histograms: Readonly<Record<Split, readonly Float64Array[]>>;
  /** Edge of the means. */
  readonly edge: number;
}

const known = new WeakMap<Dataset, Promise<ImageFacts>>();

/** Facts of the images, once all have arrived; worked out when first asked for, letting other work in between. */
export function imageFacts(dataset: Dataset): Promise<ImageFacts> {
  let facts = known.get(dataset);
  if (!facts) {
    facts = workOut(dataset);
    known.set(dataset, facts);
    // What failed (a chunk that did not arrive) is tried again.
    facts.catch(() => known.delete(dataset));
  }
  return facts;
}

async function workOut(dataset: Dataset): Promise<ImageFacts> {
  const { summary, splits, streaming } = dataset;
  for (const split of SPLITS) await streaming?.whenArrived(split, splits[split].count - 1);
  const count = imageCount(summary.counts);
  const width = splits.train.labels.length / splits.train.count;
  const labels = emptyLike(splits.train.labels, count * width);
  const typicality = new Float32Array(count);
  const brightness = new Float32Array(count);
  const edge = thumbnailSize(summary.size, COMPARED_EDGE);
  const classes = summary.classNames.length;
  const tallies = {} as Record<Split, ClassMeans>;
  const histograms = {} as Record<Split, Float64Array[]>;
  const rest = breather();

  for (const split of SPLITS) {
    labels.set(splits[split].labels, firstId(split, summary.counts) * width);
    tallies[split] = new ClassMeans(summary.task, classes, edge * edge * 3);
    histograms[split] = Array.from({ length: classes + 1 }, () => new Float64Array(256 / BIN));
    await eachThumbnail(dataset, split, edge, rest, (rgb, index, id) => {
      const row = labels.subarray(id * width, (id + 1) * width);
      tallies[split].add(rgb, row);
      brightness[id] = rgb.reduce((sum, value) => sum + value, 0) / rgb.length;
      const counts = new Uint32Array(256 / BIN);
      const values = imageOf(splits[split], summary, index);
      for (let at = 0; at < values.length; at++) counts[values[at]! >>> 3]! += 1;
      for (const label of classesOf(row, summary.task)) {
        const bins = histograms[split][label]!;
        for (let bin = 0; bin < bins.length; bin++) bins[bin]! += counts[bin]!;
      }
    });
  }
  // Of the training part, as it is what a class is learnt from.
  const trained = tallies.train.means();
  for (const split of SPLITS) {
    await eachThumbnail(dataset, split, edge, rest, (rgb, _index, id) => {
      const row = labels.subarray(id * width, (id + 1) * width);
      typicality[id] = tallies.train.likeness(trained, rgb, row);
    });
  }
  const exactTwins = await findExactTwins(dataset, rest);
  return {
    table: {
      task: summary.task,
      counts: summary.counts,
      labels,
      typicality,
      brightness,
      exactTwins,
      nearTwins: null,
    },
    means: { train: trained, val: tallies.val.means(), test: tallies.test.means() },
    histograms,
    edge,
  };
}

/** Lets other work in when it has waited long enough. */
export function breather(): () => Promise<void> | null {
  let since = performance.now();
  return () => {
    if (performance.now() - since < STRETCH_MS) return null;
    return new Promise((resolve) => {
      setTimeout(() => {
        since = performance.now();
        resolve();
      }, 0);
    });
  };
}

/** Goes through the thumbnails of a part; the array is used again for the next one. */
export async function eachThumbnail(
  { summary, splits }: Dataset,
  split: Split,
  most: number,
  rest: () => Promise<void> | null,
  visit: (rgb: Uint8Array, index: number, id: number) => void,
): Promise<void> {
  const edge = thumbnailSize(summary.size, most);
  const rgba = new Uint8ClampedArray(edge * edge * 4);
  const rgb = new Uint8Array(edge * edge * 3);
  const start = firstId(split, summary.counts);
  for (let index = 0; index < splits[split].count; index++) {
    drawThumbnail(imageOf(splits[split], summary, index), summary, most, rgba, 0);
    for (let pixel = 0; pixel < edge * edge; pixel++) {
      rgb[pixel * 3] = rgba[pixel * 4]!;
      rgb[pixel * 3 + 1] = rgba[pixel * 4 + 1]!;
      rgb[pixel * 3 + 2] = rgba[pixel * 4 + 2]!;
    }
    visit(rgb, index, start + index);
    const pause = rest();
    if (pause) await pause;
  }
}

/** Marks images that are the same to the last pixel: FNV-1a finds candidates, which are compared byte by byte. */
async function findExactTwins(
  { summary, splits }: Dataset,
  rest: () => Promise<void> | null,
): Promise<Uint8Array> {
  const twins = new Uint8Array(imageCount(summary.counts));
  const byHash = new Map<number, { readonly id: number; readonly image: Uint8Array }[]>();
  for (const split of SPLITS) {
    const start = firstId(split, summary.counts);
    for (let index = 0; index < splits[split].count; index++) {
      const image = imageOf(splits[split], summary, index);
      const hash = hashOf(image);
      const same = byHash.get(hash);
      const twin = same?.find((other) => image.every((value, at) => value === other.image[at]));
      if (twin) {
        twins[twin.id] = 1;
        twins[start + index] = 1;
      } else if (same) same.push({ id: start + index, image });
      else byHash.set(hash, [{ id: start + index, image }]);
      const pause = rest();
      if (pause) await pause;
    }
  }
  return twins;
}

function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}
