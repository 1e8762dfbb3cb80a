import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import { type Dataset, imageLength } from '../../lab/dataset.ts';
import type { ChannelLevels } from '../../lab/level-histogram.ts';
import { type Recipe, recipeSchema } from '../../lab/recipe/recipe.ts';
import { BatchPixelBuilder } from '../../training/batch/batch-pixels.ts';
import { channelNormalisation, countLevels } from '../../training/batch/channel-levels.ts';
import type { AugmentedImages, PreviewTiles } from '../protocol.ts';
import { tilesOf } from './tiles.ts';

/** As a person sees it: the slices of a volume in order, and never normalised, as that only moves the grey scale. */
function seen(recipe: Recipe): Recipe {
  const pitfalls = { ...recipe.pitfalls, mixedNormalisation: false };
  return { ...recipe, normalise: 'none', pitfalls, volume: '3d' };
}

/** What is mixed in may be any training image. */
function lastNeeded(dataset: Dataset, image: number, augment: Recipe['augment']): number {
  return augment.mixup ? dataset.splits.train.count - 1 : image;
}

/**
 * One training image as it is, and what the recipe makes of it.
 *
 * @param draws from 0: each is another draw, that of the epoch of this number
 * @returns tile 0 as it is, then one for each draw
 */
export async function augmentedImages(
  dataset: Dataset,
  image: number,
  recipe: Recipe,
  draws: readonly number[],
): Promise<AugmentedImages> {
  await dataset.streaming?.whenArrived('train', lastNeeded(dataset, image, recipe.augment));
  const builder = new BatchPixelBuilder(dataset, seen(recipe));
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
export async function augmentationSample(
  dataset: Dataset,
  image: number,
  name: AugmentationName,
  settings: object | null,
): Promise<PreviewTiles> {
  const asked: { probability?: number } = settings ?? AUGMENTATIONS[name].settings.parse({});
  // What comes now and then is shown when it comes.
  const augment: Recipe['augment'] = { [name]: asked.probability ? { ...asked, probability: 1 } : asked };
  await dataset.streaming?.whenArrived('train', lastNeeded(dataset, image, augment));
  const builder = new BatchPixelBuilder(dataset, recipeSchema.parse({ augment }));
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

/** Counted once for each set. */
const counted = new WeakMap<Dataset, ChannelLevels>();

/** How often each grey level is in the training part, and its mean and spread by channel. */
export async function pixelLevels(dataset: Dataset): Promise<ChannelLevels> {
  const { train } = dataset.splits;
  await dataset.streaming?.whenArrived('train', train.count - 1);
  const known = counted.get(dataset);
  if (known) return known;
  const byChannel = countLevels(train.images, dataset.summary.channels);
  const answer = { levels: byChannel.map((counts) => [...counts]), ...channelNormalisation(byChannel) };
  counted.set(dataset, answer);
  return answer;
}
