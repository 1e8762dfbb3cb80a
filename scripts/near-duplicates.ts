import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadNpz } from '../src/datasets/npz/load-npz.ts';
import { phantomSource } from '../src/datasets/sources/phantom.ts';
import { type Dataset, SPLITS } from '../src/lab/dataset.ts';
import { imageCount } from '../src/lab/gallery/image-ids.ts';
import { phantomSettings } from '../src/lab/phantom-settings.ts';
import { createRandom, type Random } from '../src/lab/random.ts';
import { drawThumbnail, imageOf } from '../src/lab/thumbnails.ts';
import { lookAlikes } from '../src/worker/host/look-alikes.ts';

// The figures of docs/data.md: MEDMNIST_DIR=FOLDER npm run near-duplicates
const PLANTED = 60;
const SEED = 1;
const write = (line: string) => process.stdout.write(`${line}\n`);
const context = { signal: new AbortController().signal, onProgress: () => {}, onNotice: () => {} };

/** One channel of a square image, changed: at (x, y), where a place beside the image is the nearest one in it. */
type Change = (at: (x: number, y: number) => number, x: number, y: number, random: Random) => number;

const CHANGES: Readonly<Record<string, Change>> = {
  'contrast × 0.8': (at, x, y) => 128 + 0.8 * (at(x, y) - 128),
  'noise of σ = 5': (at, x, y, random) => at(x, y) + 5 * random.normal(),
  'blur of 3 × 3': (at, x, y) => {
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += at(x + dx, y + dy);
    return sum / 9;
  },
  'noise of σ = 10': (at, x, y, random) => at(x, y) + 10 * random.normal(),
  'a shift by one pixel': (at, x, y) => at(x - 1, y),
};

/** The set as pictures, volumes as projections, with changed copies of some training images at the end of its test part. */
function withPlanted(
  dataset: Dataset,
  change: Change,
  originals: readonly number[],
  random: Random,
): Dataset {
  const { summary, splits } = dataset;
  const edge = summary.size;
  const pictures = SPLITS.map((split) => {
    const all = new Uint8Array(splits[split].count * edge * edge * 3);
    const rgba = new Uint8ClampedArray(edge * edge * 4);
    for (let image = 0; image < splits[split].count; image++) {
      drawThumbnail(imageOf(splits[split], summary, image), summary, edge, rgba, 0);
      for (let at = 0; at < edge * edge; at++)
        all.set(rgba.subarray(4 * at, 4 * at + 3), (image * edge * edge + at) * 3);
    }
    return all;
  });
  const [train, val, test] = pictures as [Uint8Array, Uint8Array, Uint8Array];
  const length = edge * edge * 3;
  const planted = new Uint8ClampedArray(originals.length * length);
  originals.forEach((original, place) => {
    const source = train.subarray(original * length, (original + 1) * length);
    const inside = (at: number) => Math.min(edge - 1, Math.max(0, at));
    for (let y = 0; y < edge; y++) {
      for (let x = 0; x < edge; x++) {
        for (let channel = 0; channel < summary.channels; channel++) {
          const at = (column: number, row: number) =>
            source[(inside(row) * edge + inside(column)) * 3 + channel]!;
          const value = change(at, x, y, random);
          // Grey is the same in all three.
          const to = place * length + (y * edge + x) * 3 + channel;
          planted.fill(value, to, to + (summary.channels === 1 ? 3 : 1));
        }
      }
    }
  });
  const longer = new Uint8Array(test.length + planted.length);
  longer.set(test);
  longer.set(planted, test.length);
  const counts = { ...summary.counts, test: summary.counts.test + originals.length };
  return {
    ...dataset,
    summary: { ...summary, dims: 2, channels: 3, counts },
    splits: {
      train: { ...splits.train, images: train },
      val: { ...splits.val, images: val },
      test: { ...splits.test, count: counts.test, images: longer },
    },
  };
}

async function report(dataset: Dataset): Promise<void> {
  const { name, counts } = dataset.summary;
  const { total, pairs } = await lookAlikes(dataset);
  const exact = pairs.filter(({ likeness }) => likeness > 1 - 1e-9).length;
  write(`${name}: ${imageCount(counts)} images, ${total} pairs, of them ${exact} alike to the last grey`);
  const random = createRandom(SEED, counts.train);
  const chosen = new Set<number>();
  while (chosen.size < Math.min(PLANTED, counts.train)) chosen.add(random.integer(counts.train));
  const originals = [...chosen];
  for (const [kind, change] of Object.entries(CHANGES)) {
    const since = performance.now();
    const { pairs: found } = await lookAlikes(withPlanted(dataset, change, originals, random));
    const first = imageCount(counts);
    const places = found.flatMap(({ one, other }) => (originals[other - first] === one ? [other] : []));
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    write(`  ${kind}: ${new Set(places).size} of ${originals.length} copies found (${seconds} s)`);
  }
}

await report(await phantomSource.load({ kind: 'phantom', settings: phantomSettings.parse({}) }, context));
const folder = process.env.MEDMNIST_DIR;
for (const id of ['pneumoniamnist', 'retinamnist', 'vesselmnist3d']) {
  const path = folder && join(folder, `${id}.npz`);
  if (!path || !existsSync(path)) write(`${id}: no ${id}.npz in MEDMNIST_DIR.`);
  else await report(await loadNpz(new Blob([readFileSync(path)]), `${id}.npz`, 'a file', context));
}
