import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import { type Dataset, imageLength } from '../../lab/dataset.ts';
import { type Recipe, recipeSchema } from '../../lab/recipe/recipe.ts';
import type { Work } from '../../lab/work.ts';
import { BatchPixelBuilder, type BatchPixels, type ImageSource } from '../../training/batch/batch-pixels.ts';
import type { AugmentedImages, PreviewTiles } from '../protocol.ts';
import { rangeOfSlice, tilesOf } from './tiles.ts';

/** As a person sees it: the slices of a volume in order, and never normalised, as that only moves the grey scale. */
function seen(recipe: Recipe): Recipe {
  const pitfalls = { ...recipe.pitfalls, mixedNormalisation: false };
  return { ...recipe, normalise: 'none', pitfalls, volume: '3d' };
}

/**
 * One training image as it is, and what the recipe makes of it; draw by draw, so that nine of a large volume do not keep
 * waiting who moves a slider.
 *
 * @param dataset its pixels are asked of `imageOf`
 * @param draws from 0: each is another draw, that of the epoch of this number
 * @param slice of a volume this one alone is drawn, and is what it is in the whole; null: all
 * @returns tile 0 as it is, then one for each draw
 */
export function* augmentedImages(
  dataset: Dataset,
  imageOf: ImageSource,
  image: number,
  recipe: Recipe,
  draws: readonly number[],
  slice: number | null,
): Work<AugmentedImages> {
  const within = slice === null ? null : rangeOfSlice(dataset, slice);
  const builder = new BatchPixelBuilder(dataset, seen(recipe), { imageOf, within });
  // Where only added copies are augmented, a copy is shown.
  const copies = recipe.balance.name === 'upsample-augmented' ? 1 : 0;
  const batch = { indices: Int32Array.of(image), copies: Uint8Array.of(copies), start: 0 };
  const made: BatchPixels[] = [];
  for (const draw of draws) {
    if (made.length > 0) yield;
    made.push(builder.training(batch, draw));
  }
  return {
    ...tilesOf(dataset, [builder.evaluation('train', image, image + 1, 'as it is'), ...made], slice),
    shares: made.map(({ mix }) => mix?.shares[0] ?? 1),
    partners: made.map(({ mix }) => [...(mix?.partners ?? [])]),
  };
}

/** Draws among which the one that shows most is looked for; fewer of large images, which take their time. */
const MOST_DRAWS = 8;
const VALUES_LOOKED_THROUGH = 300_000;

/** What one augmentation does to a training image (of a volume, to its middle slice), by the draw, of the first few, that changes it most. */
export function* augmentationSample(
  dataset: Dataset,
  imageOf: ImageSource,
  image: number,
  name: AugmentationName,
  settings: object | null,
): Work<PreviewTiles> {
  const asked: { probability?: number } = settings ?? AUGMENTATIONS[name].settings.parse({});
  // What comes now and then is shown when it comes.
  const augment: Recipe['augment'] = { [name]: asked.probability ? { ...asked, probability: 1 } : asked };
  const { dims, size } = dataset.summary;
  const slice = dims === 3 ? Math.floor(size / 2) : 0;
  const within = rangeOfSlice(dataset, slice);
  const builder = new BatchPixelBuilder(dataset, recipeSchema.parse({ augment }), { imageOf, within });
  const seenOf = ({ values }: BatchPixels) => values.subarray(within.start, within.end);
  const plain = seenOf(builder.evaluation('train', image, image + 1, 'as it is'));
  const draws = Math.max(
    2,
    Math.min(MOST_DRAWS, Math.floor(VALUES_LOOKED_THROUGH / imageLength(dataset.summary))),
  );
  const batch = { indices: Int32Array.of(image), copies: new Uint8Array(1), start: 0 };
  let shown: BatchPixels | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (let draw = 0; draw < draws; draw++) {
    if (shown) yield;
    const made = builder.training(batch, draw);
    const change = seenOf(made).reduce((sum, value, place) => sum + Math.abs(value - plain[place]!), 0);
    if (!shown || change > most) [shown, most] = [made, change];
  }
  return tilesOf(dataset, [shown!], slice);
}
