import { AUGMENTATIONS, type AugmentationName } from '../augment/registry.ts';
import { BALANCING, type BalancingName } from '../balance/registry.ts';
import { LOSSES, type LossName } from './losses.ts';
import { datasetName, diffRecipes, type RecipeDifference, settingDifferences, settingText } from './name.ts';
import { OPTIMIZERS, type OptimizerName } from './optimizers.ts';
import type { Recipe } from './recipe.ts';
import { WAYS_TO_LEARN, wayOf } from './ways-to-learn.ts';

/** The choice between the two ways to learn, which brings loss and optimizer along. */
export const WAY = 'way';

const CHOICES = ['balance', 'loss', 'optimizer'] as const;
type Choice = (typeof CHOICES)[number];

/**
 * The choice that a changed field follows from: another loss brings other settings along, an augmentation that was
 * switched on brings its own. A field that was changed by itself follows from nothing, and is its own.
 *
 * @param changes all that differ
 * @param recipes those that they differ in
 * @returns a dotted path, for instance `optimizer` for `optimizer.mode` where the optimizer is another, or {@link WAY}
 */
export function choiceOf(
  path: string,
  changes: readonly RecipeDifference[],
  recipes: readonly Recipe[],
): string {
  const [first = '', second] = path.split('.');
  const isChanged = (other: string) => changes.some((change) => change.path === other);
  const isLearning = first === 'loss' || first === 'optimizer';
  const isOtherWay = isChanged('loss.name') && isChanged('optimizer.name');
  if (isLearning && isOtherWay && recipes.every((recipe) => wayOf(recipe) !== null)) return WAY;
  if ((CHOICES as readonly string[]).includes(first)) return isChanged(`${first}.name`) ? first : path;
  if (first === 'augment') {
    const own = changes.filter((change) => `${change.path}.`.startsWith(`augment.${second}.`));
    const isSwitched = own.some(({ before, after }) => before === undefined || after === undefined);
    return isSwitched ? `augment.${second}` : path;
  }
  if (first === 'dataset') {
    return ['kind', 'id', 'shape', 'name'].some((key) => isChanged(`dataset.${key}`)) ? first : path;
  }
  return path;
}

/** What of a recipe is not as in another one, in a few words each: a choice with all that follows from it once. */
export function changeTexts(before: Recipe, after: Recipe): readonly string[] {
  const changes = diffRecipes(before, after);
  const rootOf = (path: string) => choiceOf(path, changes, [before, after]);
  const roots = [...new Set(changes.map(({ path }) => rootOf(path)))];
  return roots.flatMap((root) => {
    const own = changes.filter(({ path }) => rootOf(path) === root);
    const text = choiceText(root, after);
    if (text !== null) return [text];
    return own.flatMap(({ path, after: value }) => (value === undefined ? [] : [fieldText(path, value)]));
  });
}

/**
 * The value of a choice as {@link choiceOf} names it, with what of its settings is not its default: "PESG · lr 0.05".
 *
 * @returns null for a plain field
 */
export function choiceValue(root: string, recipe: Recipe): string | null {
  const text = choiceText(root, recipe);
  if (text === null || root === 'dataset') return text;
  const places = root === WAY ? ['loss.', 'optimizer.'] : [`${root}.`];
  const own = settingDifferences(recipe).filter(({ path }) => places.some((place) => path.startsWith(place)));
  const name = root.startsWith('augment.') ? (text.startsWith('no ') ? 'off' : 'on') : text;
  return [name, ...own.map((setting) => setting.text)].join(' · ');
}

/** Null for a plain field. */
function choiceText(root: string, recipe: Recipe): string | null {
  const names: Readonly<Record<Choice, () => string>> = {
    balance: () => BALANCING[recipe.balance.name as BalancingName].shortName,
    loss: () => LOSSES[recipe.loss.name as LossName].shortName,
    optimizer: () => OPTIMIZERS[recipe.optimizer.name as OptimizerName].shortName,
  };
  if (Object.hasOwn(names, root)) return names[root as Choice]();
  if (root === 'dataset') return datasetName(recipe.dataset);
  if (root === WAY) {
    const way = wayOf(recipe);
    return way && WAYS_TO_LEARN[way].label.toLowerCase();
  }
  const [first, augmentation, setting] = root.split('.');
  if (first !== 'augment' || augmentation === undefined || setting !== undefined) return null;
  const { shortName } = AUGMENTATIONS[augmentation as AugmentationName];
  return recipe.augment[augmentation as AugmentationName] ? shortName : `no ${shortName}`;
}

function fieldText(path: string, value: unknown): string {
  if (path !== 'normalise') return settingText(path, value);
  if (value === 'none') return 'not normalised';
  return value === 'half' ? 'normalise' : 'normalise by train';
}
