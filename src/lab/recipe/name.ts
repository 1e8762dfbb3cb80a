import { AUGMENTATIONS, type AugmentationName } from '../augment/registry.ts';
import { BALANCING, type BalancingName } from '../balance/registry.ts';
import { capitalise } from '../capitalise.ts';
import { findCatalogueEntry } from '../catalogue/catalogue.ts';
import { type EditionMark, editionMark, editionText } from '../edition/edition.ts';
import type { ModelName } from '../models/names.ts';
import { MODELS } from '../models/registry.ts';
import { type StartMark, startText } from '../start/start.ts';
import { canonicalJson } from './canonical.ts';
import type { DatasetReference } from './dataset-reference.ts';
import { LOSSES, type LossName } from './losses.ts';
import { OPTIMIZERS, type OptimizerName } from './optimizers.ts';
import { DEFAULT_RECIPE, type Recipe, recipeSchema } from './recipe.ts';

/** One field in which two recipes differ; absent on a side where the choice lacks it. */
export interface RecipeDifference {
  /** Dotted path, for instance `augment.noise.sigma`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** All leaves in which `after` differs from `before`, in the order of the schema. */
export function diffRecipes(before: Recipe, after: Recipe): readonly RecipeDifference[] {
  const [left, right] = [leaves(before), leaves(after)];
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  return paths
    .filter((path) => canonicalJson(left.get(path) ?? null) !== canonicalJson(right.get(path) ?? null))
    .map((path) => ({ path, before: left.get(path), after: right.get(path) }));
}

/** Leaf values by dotted path; arrays are leaves, and an empty object (an augmentation without settings) is one. */
export function leaves(value: object, prefix = ''): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, field] of Object.entries(value)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    // Of epochs and steps the one that does not say how long the run is.
    if (field === null && prefix === '' && (key === 'epochs' || key === 'steps')) continue;
    if (field !== null && prefix === '' && key === 'edition') {
      // What differs is told in a few words, not edit by edit.
      found.set(path, editionMark(field));
      continue;
    }
    if (field !== null && prefix === '' && key === 'start') {
      // One choice: where from, and what of it is trained.
      found.set(path, field);
      continue;
    }
    const branch = field !== null && typeof field === 'object' && !Array.isArray(field);
    if (!branch) {
      found.set(path, field);
      continue;
    }
    const below = leaves(field, path);
    if (below.size === 0 && prefix !== '') found.set(path, true);
    for (const [innerPath, leaf] of below) found.set(innerPath, leaf);
  }
  return found;
}

/** Name of the data for a person, from the reference alone. */
export function datasetName(reference: DatasetReference): string {
  switch (reference.kind) {
    case 'phantom':
      return `${capitalise(reference.shape)} phantom`;
    case 'catalogue': {
      const name = findCatalogueEntry(reference.id)?.name ?? reference.id;
      return reference.size === 28 ? name : `${name} ${reference.size}`;
    }
    case 'custom':
      return reference.name;
  }
}

/**
 * A human name that says only what differs from the default recipe, for instance
 * "flip + normalise · upsample · Adam · w64". The data set and the seed are left out unless asked for.
 */
export function recipeName(recipe: Recipe, { seed = false }: { seed?: boolean } = {}): string {
  const name = said.get(recipe) ?? nameOf(recipe);
  said.set(recipe, name);
  return seed ? `${name} · seed ${recipe.seed}` : name;
}

/** Recipes do not change, and the form asks for the name of its own at each change on the page. */
const said = new WeakMap<Recipe, string>();

function nameOf(recipe: Recipe): string {
  return [
    dataTreatment(recipe),
    ...difference(
      recipe.balance.name,
      DEFAULT_RECIPE.balance.name,
      (name: BalancingName) => BALANCING[name].shortName,
    ),
    ...difference(recipe.loss.name, DEFAULT_RECIPE.loss.name, (name: LossName) => LOSSES[name].shortName),
    ...difference(
      recipe.optimizer.name,
      DEFAULT_RECIPE.optimizer.name,
      (name: OptimizerName) => OPTIMIZERS[name].shortName,
    ),
    ...settingDifferences(recipe).map(({ text }) => text),
  ].join(' · ');
}

/** The augmentations and the normalisation: always said, as they are what the lab is about. */
function dataTreatment(recipe: Recipe): string {
  const names = (Object.keys(AUGMENTATIONS) as AugmentationName[])
    .filter((name) => recipe.augment[name] !== undefined)
    .map((name) => AUGMENTATIONS[name].shortName);
  if (recipe.normalise !== 'none')
    names.push(recipe.normalise === 'half' ? 'normalise' : 'normalise by train');
  return names.length === 0 ? 'plain' : names.join(' + ');
}

function difference<Name extends string>(
  value: Name,
  standard: string,
  word: (name: Name) => string,
): string[] {
  return value === standard ? [] : [word(value)];
}

function lengthText(value: unknown, unit: 'epoch' | 'step'): string {
  return `${value} ${unit}${value === 1 ? '' : 's'}`;
}

const UNITS: Readonly<Record<string, (value: unknown) => string>> = {
  volume: (value) => (value === 'slices' ? 'slices' : '3D'),
  model: (value) => MODELS[value as ModelName].shortName,
  stem: (value) => `${value} stem`,
  width: (value) => `w${value}`,
  batch: (value) => `batch ${value}`,
  epochs: (value) => lengthText(value, 'epoch'),
  steps: (value) => lengthText(value, 'step'),
  patience: (value) => (value === null ? 'no early stop' : `patience ${value}`),
  precision: (value) => `${value} precision`,
  'optimizer.learningRate': (value) => `lr ${value}`,
  'optimizer.reference': (value) => `reference ${value}`,
  edition: (value) => (value === null ? 'no edition' : editionText(value as EditionMark)),
  'start.weights': (value) => String(value).slice(0, 8),
  start: (value) => startText(value as StartMark | null),
  'schedule.warmUpEpochs': (value) => `warm-up ${value}`,
  'protocol.trainFraction': (value) => `${percent(value)} of train`,
  'protocol.labelNoise': (value) => `${percent(value)} wrong labels`,
  'protocol.split': (value) => `${value} split`,
  'protocol.folds': (value) => (value === null ? 'no folds' : `${value} folds`),
  'protocol.fold': (value) => (value === null ? 'fold by seed' : `fold ${value}`),
  'protocol.shortcut': (value) => (value === 0 ? 'no mark' : `mark on ${percent(value)}`),
  'pitfalls.upsampleMajority': pitfall('majority upsampled'),
  'pitfalls.exactCopies': pitfall('exact copies'),
  'pitfalls.leakySplit': pitfall('upsampled before split'),
  'pitfalls.mixedNormalisation': pitfall('mixed normalisation'),
  'pitfalls.frozenDual': pitfall('frozen a, b, α'),
  'schedule.decayAt': (value) => `decay at ${(value as number[]).join(', ') || 'never'}`,
  'dataset.images': (value) => `${value} images`,
  'dataset.positiveFraction': (value) => `${percent(value)} positive`,
  'dataset.labelNoise': (value) => `${percent(value)} wrong labels`,
  'dataset.seed': (value) => `data seed ${value}`,
  'dataset.fingerprint': (value) => String(value).slice(0, 8),
};

function pitfall(words: string): (value: unknown) => string {
  return (value) => (value === false ? `not ${words}` : `pitfall: ${words}`);
}

/** With all its digits, but for the rounding of the product: 0.07 is 7 %, not 7.000000000000001 %. */
function percent(share: unknown): string {
  return `${Number((Number(share) * 100).toPrecision(12))} %`;
}

/** Settings that differ from the defaults of what was chosen, each with its dotted path. */
export function settingDifferences(
  recipe: Recipe,
): readonly { readonly path: string; readonly text: string }[] {
  const standard: Recipe = recipeSchema.parse({
    dataset: recipe.dataset,
    augment: Object.fromEntries(
      Object.entries(recipe.augment).flatMap(([name, settings]) => (settings ? [[name, {}]] : [])),
    ),
    normalise: recipe.normalise,
    balance: { name: recipe.balance.name },
    loss: { name: recipe.loss.name },
    optimizer: { name: recipe.optimizer.name },
    seed: recipe.seed,
  });
  // The epochs of the default are not there where the steps are given.
  return diffRecipes(standard, recipe).flatMap(({ path, after }) =>
    after === undefined ? [] : [{ path, text: settingText(path, after) }],
  );
}

/** Settings that several augmentations have: without theirs, "probability 0.3" could be that of another. */
const SHARED_SETTINGS = new Set(
  Object.values(AUGMENTATIONS)
    .flatMap(({ settings }) => Object.keys(settings.shape))
    .filter((setting, index, all) => all.indexOf(setting) !== index),
);

/** A setting in a few words, for instance "lr 0.01" or "w64". */
export function settingText(path: string, value: unknown): string {
  const unit = Object.hasOwn(UNITS, path) ? UNITS[path] : undefined;
  if (unit) return unit(value);
  const [first, second, third] = path.split('.');
  const last = path.slice(path.lastIndexOf('.') + 1);
  const isShared = first === 'augment' && third !== undefined && SHARED_SETTINGS.has(third);
  const words = isShared ? `${AUGMENTATIONS[second as AugmentationName]?.shortName ?? second} ${last}` : last;
  if (typeof value === 'boolean') return value ? words : `no ${words}`;
  if (value === null) return `no ${words}`;
  return `${words} ${typeof value === 'object' ? canonicalJson(value) : String(value)}`;
}
