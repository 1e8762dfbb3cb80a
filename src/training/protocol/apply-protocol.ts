import { countClasses } from '../../datasets/labels.ts';
import { planMajorityUpsampled, planUpsampled } from '../../lab/balance/plan.ts';
import type { Dataset, DatasetSummary, Split, SplitData } from '../../lab/dataset.ts';
import { createRandom, type Random, STREAM, shuffle } from '../../lab/random.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { type EpochRecipe, indicesByClass, refuseUnfitBalancing, upsamples } from '../batch/epoch-batches.ts';
import { applyEdition } from './apply-edition.ts';
import { takeFraction } from './take-fraction.ts';

/** Share of the merged images that trains in the pitfall of a random split. */
const LEAKY_TRAIN_SHARE = 0.8;

/** The independent draws of one seed. */
const DRAW = { copies: 0, split: 1, fraction: 2, noise: 3 } as const;

/** An image of the official train or val part, with the label it is given. */
interface Item {
  readonly split: 'train' | 'val';
  readonly index: number;
  readonly label: Uint8Array;
}

/** The set as a run sees it, and the recipe that is left to follow on it. */
export interface Prepared<Part extends EpochRecipe = Recipe> {
  readonly dataset: Dataset;
  readonly recipe: Part;
}

/** Whether the recipe changes which images or labels are trained on. */
export function changesData({
  edition,
  protocol,
  pitfalls,
}: Pick<Recipe, 'edition' | 'protocol' | 'pitfalls'>): boolean {
  return edition !== null || protocol.trainFraction < 1 || protocol.labelNoise > 0 || pitfalls.leakySplit;
}

/**
 * The set under the recipe's edition and protocol: what a person edited, then the leaky split (a pitfall), then a share of
 * the training part, then wrong labels in it. The test part is never touched. All draws come from the recipe's seed.
 *
 * @param official whose training part is there; for the leaky split all of it
 * @returns the very same set and recipe where the protocol asks for nothing
 */
export function applyProtocol<Part extends EpochRecipe>(official: Dataset, recipe: Part): Prepared<Part> {
  const dataset = applyEdition(official, recipe.edition);
  const { trainFraction, labelNoise } = recipe.protocol;
  if (!recipe.pitfalls.leakySplit && trainFraction === 1 && labelNoise === 0) return { dataset, recipe };
  const draw = (name: keyof typeof DRAW) => createRandom(recipe.seed, STREAM.protocol, DRAW[name]);
  const notes: string[] = [];
  let train = itemsOf(dataset, 'train');
  let val = itemsOf(dataset, 'val');
  let rest = recipe;
  if (recipe.pitfalls.leakySplit) {
    const merged = withCopies([...train, ...val], dataset, recipe, draw('copies'));
    ({ train, val } = splitAtRandom(merged, draw('split')));
    notes.push(leakNote(train, val));
    // The copies are in the set already: the epochs must not add them again.
    if (upsamples(recipe)) rest = { ...recipe, balance: { name: 'none' } };
  }
  if (recipe.protocol.trainFraction < 1) {
    const all = train.length;
    const classes = train.map(({ label }) => (label.length > 1 ? 0 : label[0]!));
    const kept = takeFraction(classes, recipe.protocol.trainFraction, draw('fraction'));
    train = kept.map((place) => train[place]!);
    notes.push(`Trained on ${train.length} of ${all} training images, drawn class by class by the seed.`);
  }
  if (recipe.protocol.labelNoise > 0) {
    const wrong = Math.round(recipe.protocol.labelNoise * train.length);
    train = withWrongLabels(train, wrong, dataset.summary, draw('noise'));
    notes.push(`The labels of ${wrong} training images were changed at random; val and test are clean.`);
  }
  const parts = {
    train: gathered(dataset.splits, train),
    val: dataset.splits.val,
    test: dataset.splits.test,
  };
  if (recipe.pitfalls.leakySplit) parts.val = gathered(dataset.splits, val);
  // Val and test may still be on their way, but in the leaky split, which all of them went into.
  const streaming = recipe.pitfalls.leakySplit ? null : dataset.streaming;
  return { dataset: { ...rebuilt(dataset, parts, notes), streaming }, recipe: rest };
}

function itemsOf({ splits }: Dataset, split: 'train' | 'val'): Item[] {
  const { count, labels } = splits[split];
  const width = labels.length / count;
  return Array.from({ length: count }, (_, index) => ({
    split,
    index,
    label: labels.subarray(index * width, (index + 1) * width),
  }));
}

/** The images and the exact copies that upsampling adds; other balancings add none. */
function withCopies(
  items: readonly Item[],
  dataset: Dataset,
  recipe: EpochRecipe,
  random: Random,
): readonly Item[] {
  if (!upsamples(recipe)) return items;
  refuseUnfitBalancing(dataset.summary, recipe);
  const plan = recipe.pitfalls.upsampleMajority ? planMajorityUpsampled : planUpsampled;
  const labels = Uint8Array.from(items, ({ label }) => label[0]!);
  const classIndices = indicesByClass(dataset.summary, labels);
  const { order } = plan({ classIndices, count: items.length, batch: recipe.batch, random });
  return Array.from(order, (place) => items[place]!);
}

function splitAtRandom(items: readonly Item[], random: Random): { train: Item[]; val: Item[] } {
  const order = shuffle(
    Int32Array.from(items, (_, place) => place),
    random,
  );
  const shuffled = Array.from(order, (place) => items[place]!);
  const cut = Math.round(LEAKY_TRAIN_SHARE * items.length);
  return { train: shuffled.slice(0, cut), val: shuffled.slice(cut) };
}

function leakNote(train: readonly Item[], val: readonly Item[]): string {
  const name = ({ split, index }: Item) => `${split} ${index}`;
  const trained = new Set(train.map(name));
  const leaked = val.filter((item) => trained.has(name(item))).length;
  return `Pitfall: train and val were merged, upsampled and split at random; ${leaked} of ${val.length} val images are trained on as well.`;
}

/** Another class for `wrong` of the images; multi-label: the opposite of one label each. */
function withWrongLabels(
  items: readonly Item[],
  wrong: number,
  { task, classNames }: DatasetSummary,
  random: Random,
): Item[] {
  const order = shuffle(
    items.map((_, place) => place),
    random,
  );
  const changed = [...items];
  for (const place of order.slice(0, wrong)) {
    const label = items[place]!.label.slice();
    if (task === 'multi-label') {
      const which = random.integer(label.length);
      label[which] = 1 - label[which]!;
    } else {
      label[0] = (label[0]! + 1 + random.integer(classNames.length - 1)) % classNames.length;
    }
    changed[place] = { ...items[place]!, label };
  }
  return changed;
}

function rebuilt(
  { summary }: Dataset,
  parts: Readonly<Record<Split, SplitData>>,
  notes: readonly string[],
): Omit<Dataset, 'streaming'> {
  const scheme = { task: summary.task, classes: summary.classNames.length };
  const forParts = <Value>(of: (part: SplitData) => Value): Record<Split, Value> => ({
    train: of(parts.train),
    val: of(parts.val),
    test: of(parts.test),
  });
  return {
    splits: parts,
    summary: {
      ...summary,
      counts: forParts(({ count }) => count),
      classCounts: forParts(({ labels }) => countClasses(labels, scheme)),
      notes: [...summary.notes, ...notes],
    },
  };
}

function gathered(splits: Dataset['splits'], items: readonly Item[]): SplitData {
  const length = splits.train.images.length / splits.train.count;
  const width = items[0]!.label.length;
  const images = new Uint8Array(items.length * length);
  const labels = new Uint8Array(items.length * width);
  items.forEach(({ split, index, label }, place) => {
    images.set(splits[split].images.subarray(index * length, (index + 1) * length), place * length);
    labels.set(label, place * width);
  });
  return { count: items.length, images, labels };
}
