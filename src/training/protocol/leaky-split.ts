import { planMajorityUpsampled, planUpsampled } from '../../lab/balance/plan.ts';
import type { Dataset } from '../../lab/dataset.ts';
import { labelsOf } from '../../lab/label-values.ts';
import { type Random, shuffle } from '../../lab/random.ts';
import { type EpochRecipe, indicesByClass, refuseUnfitBalancing, upsamples } from '../batch/epoch-batches.ts';
import type { Item } from './items.ts';

/** Share of the merged images that trains in the pitfall of a random split. */
const LEAKY_TRAIN_SHARE = 0.8;

/** The images and the exact copies that upsampling adds; other balancings add none. */
export function withCopies(
  items: readonly Item[],
  dataset: Dataset,
  recipe: EpochRecipe,
  random: Random,
): readonly Item[] {
  if (!upsamples(recipe)) return items;
  refuseUnfitBalancing(dataset.summary, recipe);
  const plan = recipe.pitfalls.upsampleMajority ? planMajorityUpsampled : planUpsampled;
  const labels = labelsOf(items.map(({ label }) => label[0]!));
  const classIndices = indicesByClass(dataset.summary, labels);
  const { order } = plan({ classIndices, count: items.length, batch: recipe.batch, random });
  return Array.from(order, (place) => items[place]!);
}

export function splitAtRandom(items: readonly Item[], random: Random): { train: Item[]; val: Item[] } {
  const order = shuffle(
    Int32Array.from(items, (_, place) => place),
    random,
  );
  const shuffled = Array.from(order, (place) => items[place]!);
  const cut = Math.round(LEAKY_TRAIN_SHARE * items.length);
  return { train: shuffled.slice(0, cut), val: shuffled.slice(cut) };
}

export function leakNote(train: readonly Item[], val: readonly Item[]): string {
  const name = ({ split, index }: Item) => `${split} ${index}`;
  const trained = new Set(train.map(name));
  const leaked = val.filter((item) => trained.has(name(item))).length;
  return `Pitfall: train and val were merged, upsampled and split at random; ${leaked} of ${val.length} val images are trained on as well.`;
}
