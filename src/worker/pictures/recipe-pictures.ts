import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import { type Dataset, imageLength } from '../../lab/dataset.ts';
import { type Recipe, recipeSchema } from '../../lab/recipe/recipe.ts';
import { BatchPixelBuilder, type ImageSource } from '../../training/batch/batch-pixels.ts';
import type { AugmentedImages, PreviewTiles } from '../protocol.ts';
import { tilesOf } from './tiles.ts';

/** As a person sees it: the slices of a volume in order, and never normalised, as that only moves the grey scale. */
function seen(recipe: Recipe): Recipe {
  const pitfalls = { ...recipe.pitfalls, mixedNormalisation: false };
  return { ...recipe, normalise: 'none', pitfalls, volume: '3d' };
}

/**
 * One training image as it is, and what the recipe makes of it.
 *
 * @param dataset its pixels are asked of `imageOf`
 * @param draws from 0: each is another draw, that of the epoch of this number
 * @returns tile 0 as it is, then one for each draw
 */
export function augmentedImages(
  dataset: Dataset,
  imageOf: ImageSource,
  image: number,
  recipe: Recipe,
  draws: readonly number[],
): AugmentedImages {
  const builder = new BatchPixelBuilder(dataset, seen(recipe), { imageOf });
  // Where only added copies are augmented, a copy is shown.
  const copies = recipe.balance.name === 'upsample-augmented' ? 1 : 0;
  const batch = { indices: Int32Array.of(image), copies: Uint8Array.of(copies), start: 0 };
  const made = draws.map((draw) => builder.training(batch, draw));
  return {
    ...tilesOf(dataset, [builder.evaluation('train', image, image + 1, 'as it is'), ...made]),
    shares: made.map(({ mix }) => mix?.shares[0] ?? 1),
    partners: made.map(({ mix }) => [...(mix?.partners ?? [])]),
  };
}

/** Draws among which the one that shows most is looked for; fewer of large images, which take their time. */
const MOST_DRAWS = 8;
const VALUES_LOOKED_THROUGH = 300_000;

/** What one augmentation does to a training image, by the draw, of the first few, that changes it most. */
export function augmentationSample(
  dataset: Dataset,
  imageOf: ImageSource,
  image: number,
  name: AugmentationName,
  settings: object | null,
): PreviewTiles {
  const asked: { probability?: number } = settings ?? AUGMENTATIONS[name].settings.parse({});
  // What comes now and then is shown when it comes.
  const augment: Recipe['augment'] = { [name]: asked.probability ? { ...asked, probability: 1 } : asked };
  const builder = new BatchPixelBuilder(dataset, recipeSchema.parse({ augment }), { imageOf });
  const plain = builder.evaluation('train', image, image + 1, 'as it is').values;
  const draws = Math.max(
    2,
    Math.min(MOST_DRAWS, Math.floor(VALUES_LOOKED_THROUGH / imageLength(dataset.summary))),
  );
  const batch = { indices: Int32Array.of(image), copies: new Uint8Array(1), start: 0 };
  const made = Array.from({ length: draws }, (_, draw) => builder.training(batch, draw));
  const change = ({ values }: { values: Float32Array }) =>
    values.reduce((sum, value, place) => sum + Math.abs(value - plain[place]!), 0);
  const changes = made.map(change);
  return tilesOf(dataset, [made[changes.indexOf(Math.max(...changes))]!]);
}
