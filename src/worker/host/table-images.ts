import { type Dataset, type DatasetSummary, imageLength, type SplitData } from '../../lab/dataset.ts';
import { shownImages } from '../../lab/light-table/shown-images.ts';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { applyProtocol } from '../../training/protocol/apply-protocol.ts';
import type { TableImages, TablePortrait } from '../protocol.ts';

/** Edge up to which a tile of the light table is worth its memory, in pixels. */
const TILE_EDGE = 64;

/** The validation images of the light table, small: of a volume the brightest voxel along its slices. */
export async function tableImages(dataset: Dataset, recipe: Recipe | null): Promise<TableImages> {
  const { summary } = dataset;
  const val = await validationPart(dataset, recipe);
  const images = shownImages(val.labels, summary.task, summary.classNames.length);
  const shrink = Math.ceil(summary.size / TILE_EDGE);
  const size = Math.floor(summary.size / shrink);
  const pixels = new Uint8ClampedArray(images.length * size * size * 4);
  const width = val.labels.length / val.count;
  const labels = new Uint8Array(images.length * width);
  images.forEach((image, place) => {
    drawTile(
      flattened(imageOf(val, summary, image), summary),
      summary,
      shrink,
      pixels,
      place * size * size * 4,
    );
    labels.set(val.labels.subarray(image * width, (image + 1) * width), place * width);
  });
  return { pixels, size, labels, images, total: val.count };
}

/** One validation image as it is, with all its slices. */
export async function tablePortrait(
  dataset: Dataset,
  recipe: Recipe | null,
  image: number,
): Promise<TablePortrait> {
  const { summary } = dataset;
  const { dims, size, channels } = summary;
  const val = await validationPart(dataset, recipe);
  const values = imageOf(val, summary, image);
  const pixels = new Uint8ClampedArray((values.length / channels) * 4);
  for (let place = 0; place < values.length / channels; place++) {
    for (let channel = 0; channel < 3; channel++) {
      pixels[place * 4 + channel] = values[place * channels + (channels === 3 ? channel : 0)]!;
    }
    pixels[place * 4 + 3] = 255;
  }
  return { pixels, size, slices: dims === 3 ? size : 1 };
}

/** The part of a leaky split is made of the seed; the last one is kept, as its images are asked for one by one. */
const lastLeaky = new WeakMap<Dataset, { readonly question: string; readonly val: SplitData }>();

/** What a run of this recipe is scored on after each epoch, once its pixels are there. */
async function validationPart(dataset: Dataset, recipe: Recipe | null): Promise<SplitData> {
  const { splits, streaming } = dataset;
  await streaming?.whenArrived('val', splits.val.count - 1);
  if (!recipe?.pitfalls.leakySplit) return splits.val;
  const { seed, batch, balance, protocol, pitfalls } = recipe;
  const asked = { seed, batch, balance, protocol, pitfalls };
  const question = canonicalJson(asked);
  const last = lastLeaky.get(dataset);
  if (last?.question === question) return last.val;
  await streaming?.whenArrived('train', splits.train.count - 1);
  const { val } = applyProtocol(dataset, asked).dataset.splits;
  lastLeaky.set(dataset, { question, val });
  return val;
}

function imageOf({ images }: SplitData, summary: DatasetSummary, image: number): Uint8Array {
  const length = imageLength(summary);
  return images.subarray(image * length, (image + 1) * length);
}

/** A volume as one picture: the maximum along its first axis (maximum-intensity projection). */
function flattened(values: Uint8Array, { dims, size, channels }: DatasetSummary): Uint8Array {
  if (dims === 2) return values;
  const slice = size * size * channels;
  const flat = values.slice(0, slice);
  for (let at = slice; at < values.length; at++) {
    const place = at % slice;
    if (values[at]! > flat[place]!) flat[place] = values[at]!;
  }
  return flat;
}

/** Averages squares of `shrink` pixels; what is left over at the right and at the foot is cut off. */
function drawTile(
  values: Uint8Array,
  { size, channels }: DatasetSummary,
  shrink: number,
  target: Uint8ClampedArray,
  start: number,
): void {
  const edge = Math.floor(size / shrink);
  for (let row = 0; row < edge; row++) {
    for (let column = 0; column < edge; column++) {
      const to = start + (row * edge + column) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const from = channels === 3 ? channel : 0;
        let sum = 0;
        for (let y = row * shrink; y < (row + 1) * shrink; y++) {
          for (let x = column * shrink; x < (column + 1) * shrink; x++) {
            sum += values[(y * size + x) * channels + from]!;
          }
        }
        target[to + channel] = sum / shrink ** 2;
      }
      target[to + 3] = 255;
    }
  }
}
