import type { Dataset, SplitData } from '../../lab/dataset.ts';
import { emptyLike } from '../../lab/label-values.ts';
import { shownImages } from '../../lab/light-table/shown-images.ts';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { takesValApart } from '../../lab/recipe/protocol.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { drawThumbnail, imageOf, thumbnailSize } from '../../lab/thumbnails.ts';
import { applyProtocol } from '../../training/protocol/apply-protocol.ts';
import type { TableImages, TablePortrait } from '../protocol.ts';

/** Edge up to which a tile of the light table is worth its memory, in pixels. */
const TILE_EDGE = 64;

/** The validation images of the light table, small: volumes as projections. */
export async function tableImages(dataset: Dataset, recipe: Recipe | null): Promise<TableImages> {
  const { summary } = dataset;
  const val = await validationPart(dataset, recipe);
  const images = shownImages(val.labels, summary.task, summary.classNames.length);
  const size = thumbnailSize(summary.size, TILE_EDGE);
  const pixels = new Uint8ClampedArray(images.length * size * size * 4);
  const width = val.labels.length / val.count;
  const labels = emptyLike(val.labels, images.length * width);
  images.forEach((image, place) => {
    drawThumbnail(imageOf(val, summary, image), summary, TILE_EDGE, pixels, place * size * size * 4);
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

/** A part that is not the official one is made of the seed or the set; the last one is kept, as its images are asked for one by one. */
const lastApart = new WeakMap<Dataset, { readonly question: string; readonly val: SplitData }>();

/** What a run of this recipe is scored on after each epoch, once its pixels are there. */
async function validationPart(dataset: Dataset, recipe: Recipe | null): Promise<SplitData> {
  const { splits, streaming } = dataset;
  await streaming?.whenArrived('val', splits.val.count - 1);
  if (!recipe || !takesValApart(recipe)) return splits.val;
  const { seed, batch, balance, edition, protocol, pitfalls } = recipe;
  const asked = { seed, batch, balance, edition, protocol, pitfalls };
  const question = canonicalJson(asked);
  const last = lastApart.get(dataset);
  if (last?.question === question) return last.val;
  await streaming?.whenArrived('train', splits.train.count - 1);
  const { val } = applyProtocol(dataset, asked).dataset.splits;
  lastApart.set(dataset, { question, val });
  return val;
}
