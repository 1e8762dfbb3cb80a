import { AUGMENTATIONS, type AugmentationName } from '../augment/registry.ts';
import { BALANCING, type BalancingName } from '../balance/registry.ts';
import { editionMark, editionSchema, editionText } from '../edition/edition.ts';
import { canonicalJson } from '../recipe/canonical.ts';
import { datasetReference } from '../recipe/dataset-reference.ts';
import { LOSSES, type LossName } from '../recipe/losses.ts';
import { datasetName, leaves, settingText } from '../recipe/name.ts';
import { OPTIMIZERS, type OptimizerName } from '../recipe/optimizers.ts';
import { assignValue } from '../recipe/parse.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { startSchema, startText } from '../start/start.ts';

/** Something with a name of its own, which others may share, and the settings that then tell it from them. */
export interface Named {
  /** Empty for what is nothing but settings. */
  readonly name: string;
  /** By dotted path of the recipe. */
  readonly settings: ReadonlyMap<string, unknown>;
}

/** A name for each value of a field, saying what differs: "PESG" beside "Adam", "PESG lr 0.1" beside "PESG lr 0.01". */
export function levelLabels(field: string, values: readonly unknown[]): readonly string[] {
  return toldApart(values.map((value) => namedValue(field, value))).map((label) => label || field);
}

/** Names with the settings added in which those of one name differ; equal only where nothing does. */
export function toldApart(all: readonly Named[]): readonly string[] {
  return all.map(({ name, settings }) => {
    const alike = all.filter((other) => other.name === name);
    const differing = [...new Set(alike.flatMap((other) => [...other.settings.keys()]))].filter((path) => {
      const texts = alike.map((other) => canonicalJson(other.settings.get(path) ?? null));
      return new Set(texts).size > 1;
    });
    const parts = differing
      .filter((path) => settings.has(path))
      .map((path) => settingText(path, settings.get(path)))
      // "flip probability 1" is whole already.
      .map((text) => (text.startsWith(`${name} `) ? text.slice(name.length + 1) : text));
    return [...(name === '' ? [] : [name]), ...parts].join(' ');
  });
}

/** The settings of a data set, as {@link toldApart} takes them. */
export function datasetSettings(reference: object): ReadonlyMap<string, unknown> {
  return leaves(reference, 'dataset');
}

function namedValue(field: string, value: unknown): Named {
  const [top] = field.split('.') as [string];
  const whole = (assignValue({}, field, value) as Readonly<Record<string, unknown>>)[top];
  const edition = field === 'edition' ? editionSchema.safeParse(value) : null;
  if (edition?.success) {
    const mark = editionMark(edition.data);
    return { name: editionText(mark), settings: new Map([['edition.digest', mark.digest]]) };
  }
  const start = field === 'start' ? startSchema.safeParse(value) : null;
  if (start?.success) {
    return { name: startText(start.data), settings: new Map([['start.weights', start.data.weights]]) };
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject && !Object.hasOwn(CHOICES, field))
    return { name: settingText(field, value), settings: new Map() };
  // With the defaults filled in, so that what is left out and what is said in full are alike. What does not fit is
  // refused with its cell.
  const schema = Object.hasOwn(recipeSchema.shape, top)
    ? recipeSchema.shape[top as keyof typeof recipeSchema.shape]
    : null;
  const parsed = schema?.safeParse(whole);
  const read = parsed?.success ? parsed.data : whole;
  const settings = typeof read === 'object' && read !== null ? leaves(read, top) : new Map<string, unknown>();
  return { name: nameOf(field, read), settings };
}

/** Fields whose value has a name of its own. */
const CHOICES: Readonly<Record<string, (name: string) => string | undefined>> = {
  balance: (name) => BALANCING[name as BalancingName]?.shortName,
  loss: (name) => LOSSES[name as LossName]?.shortName,
  optimizer: (name) => OPTIMIZERS[name as OptimizerName]?.shortName,
};

function nameOf(field: string, value: unknown): string {
  const choice = Object.hasOwn(CHOICES, field) ? CHOICES[field] : undefined;
  if (choice) {
    const { name } = (value ?? {}) as { readonly name?: unknown };
    return typeof name === 'string' ? (choice(name) ?? name) : '';
  }
  const dataset = field === 'dataset' ? datasetReference.safeParse(value) : null;
  if (dataset?.success) return datasetName(dataset.data);
  if (field === 'augment' || field.startsWith('augment.')) {
    const names = Object.keys(value as object).map(
      (name) => AUGMENTATIONS[name as AugmentationName]?.shortName ?? name,
    );
    return names.join(' + ') || 'no augmentation';
  }
  return '';
}
