import { type Dataset, SPLITS } from '../../lab/dataset.ts';
import { correlation } from '../../lab/gallery/class-means.ts';
import { imageCount } from '../../lab/gallery/image-ids.ts';
import { COARSE_LENGTH, coarseRow, eachAlike, LEAST_LIKENESS } from '../../lab/gallery/near-twins.ts';
import { thumbnailSize } from '../../lab/thumbnails.ts';
import type { LookAlikes } from '../protocol.ts';
import { breather, COMPARED_EDGE, eachThumbnail } from './image-facts.ts';

/** Pairs that are told at most, the most alike first. */
const MOST_PAIRS = 2000;

const known = new WeakMap<Dataset, Promise<LookAlikes>>();

/** Pairs of images that look the same, found once for each set, letting other work in between. */
export function lookAlikes(dataset: Dataset): Promise<LookAlikes> {
  let pairs = known.get(dataset);
  if (!pairs) {
    pairs = find(dataset);
    known.set(dataset, pairs);
    pairs.catch(() => known.delete(dataset));
  }
  return pairs;
}

async function find(dataset: Dataset): Promise<LookAlikes> {
  const { summary, splits, streaming } = dataset;
  for (const split of SPLITS) await streaming?.whenArrived(split, splits[split].count - 1);
  const count = imageCount(summary.counts);
  const edge = thumbnailSize(summary.size, COMPARED_EDGE);
  const greys = new Uint8Array(count * edge * edge);
  const rows = new Float32Array(count * COARSE_LENGTH);
  const rest = breather();
  for (const split of SPLITS) {
    await eachThumbnail(dataset, split, edge, rest, (rgb, _index, id) => {
      const grey = greys.subarray(id * edge * edge, (id + 1) * edge * edge);
      for (let pixel = 0; pixel < grey.length; pixel++) {
        grey[pixel] = (rgb[pixel * 3]! + rgb[pixel * 3 + 1]! + rgb[pixel * 3 + 2]!) / 3;
      }
      rows.set(coarseRow(grey, edge), id * COARSE_LENGTH);
    });
  }
  const greyOf = (id: number) => greys.subarray(id * edge * edge, (id + 1) * edge * edge);
  const found: { one: number; other: number; likeness: number }[] = [];
  await eachAlike(
    rows,
    LEAST_LIKENESS,
    (one, other) => {
      const likeness = correlation(greyOf(one), greyOf(other));
      if (likeness >= LEAST_LIKENESS) found.push({ one, other, likeness });
    },
    rest,
  );
  found.sort((a, b) => b.likeness - a.likeness || a.one - b.one || a.other - b.other);
  return { pairs: found.slice(0, MOST_PAIRS), total: found.length };
}
