import type { Dataset, Split } from '../../lab/dataset.ts';
import { chooseImages, type ImageQuery } from '../../lab/gallery/choose-images.ts';
import { imageCount, placeOfId } from '../../lab/gallery/image-ids.ts';
import type { ScoreColumn } from '../../lab/gallery/score-columns.ts';
import { drawThumbnail, imageOf, thumbnailSize } from '../../lab/thumbnails.ts';
import type { ClassOverview, GalleryImages, GalleryTiles } from '../protocol.ts';
import { imageFacts } from './image-facts.ts';
import { lookAlikes } from './look-alikes.ts';

/** Images shown of each class as its most and its least typical. */
const EXAMPLES = 8;

/** The images that a query asks for, and what is known of all. */
export async function galleryImages(
  dataset: Dataset,
  query: ImageQuery,
  columns: readonly ScoreColumn[],
): Promise<GalleryImages> {
  const { table } = await imageFacts(dataset);
  const { labels, typicality } = table;
  const nearTwins = query.twins === 'near' ? await markLookAlikes(dataset) : null;
  return { ids: chooseImages({ ...table, nearTwins }, query, columns), labels, typicality };
}

/** 1 for each image that looks like another one. */
async function markLookAlikes(dataset: Dataset): Promise<Uint8Array> {
  const marks = new Uint8Array(imageCount(dataset.summary.counts));
  for (const { one, other } of (await lookAlikes(dataset)).pairs) {
    marks[one] = 1;
    marks[other] = 1;
  }
  return marks;
}

/** Thumbnails of some images, none larger than the image itself. */
export async function galleryTiles(dataset: Dataset, ids: Uint32Array, most: number): Promise<GalleryTiles> {
  const { summary, splits, streaming } = dataset;
  const size = thumbnailSize(summary.size, most);
  const length = size * size * 4;
  const pixels = new Uint8ClampedArray(ids.length * length);
  for (const [at, id] of ids.entries()) {
    const { split, index } = placeOfId(id, summary.counts);
    await streaming?.whenArrived(split, index);
    drawThumbnail(imageOf(splits[split], summary, index), summary, most, pixels, at * length);
  }
  return { pixels, size };
}

/** What these classes of a part look like: mean image, greys, and the images most and least like the mean. */
export async function classOverview(
  dataset: Dataset,
  split: Split,
  labels: readonly number[],
): Promise<ClassOverview> {
  const { table, means, histograms, edge } = await imageFacts(dataset);
  const pixels = new Uint8ClampedArray(labels.length * edge * edge * 4);
  const classes = labels.map((label, at) => {
    const mean = means[split][label] ?? null;
    if (mean) writeRgb(mean, pixels, at * edge * edge * 4);
    const query = { parts: [split], classes: [label], answer: 'any', scores: [0, 1], twins: 'any' } as const;
    const typical = chooseImages(table, { ...query, only: null, order: 'typical', backwards: false }, []);
    const total = histograms[split][label]!.reduce((sum, value) => sum + value, 0);
    return {
      count: typical.length,
      typical: typical.slice(0, EXAMPLES),
      unusual: typical.slice(-EXAMPLES).reverse(),
      histogram: Array.from(histograms[split][label]!, (value) => (total === 0 ? 0 : value / total)),
    };
  });
  return { pixels, size: edge, classes };
}

function writeRgb(mean: Float64Array, target: Uint8ClampedArray, start: number): void {
  for (let pixel = 0; pixel < mean.length / 3; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      target[start + pixel * 4 + channel] = mean[pixel * 3 + channel]!;
    }
    target[start + pixel * 4 + 3] = 255;
  }
}
