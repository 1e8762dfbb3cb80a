import { AUGMENTATIONS } from '../augment/registry.ts';
import { canonicalJson } from '../recipe/canonical.ts';
import { diffRecipes, leaves } from '../recipe/name.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Lesson } from './lesson.ts';

/** Choices whose settings belong to the one that is chosen. */
const CHOICES = ['balance', 'loss', 'optimizer'] as const;
/** They are the data of a lesson, or belong to one set and one device alone. */
const LEFT_OUT = new Set(['version', 'dataset', 'edition', 'start']);

/**
 * What a lesson writes to make one recipe of another, by dotted path: `recipeOfStep` with it gives back the second one.
 * Data, an edition of them and starting weights are no part of it.
 */
export function recipePatch(from: Recipe, to: Recipe): Lesson['recipe'] {
  const patch: Lesson['recipe'] = {};
  for (const choice of CHOICES) {
    if (from[choice].name !== to[choice].name) patch[choice] = ownSettings(choice, to);
  }
  for (const name of Object.keys(AUGMENTATIONS) as (keyof Recipe['augment'])[]) {
    const [before, after] = [from.augment[name], to.augment[name]];
    if (!before !== !after) patch[`augment.${name}`] = after ? plain(after) : false;
  }
  if (to.steps !== null && to.steps !== from.steps) patch.steps = to.steps;
  if (to.steps === null && to.epochs !== from.epochs) patch.epochs = to.epochs;
  for (const { path, after } of diffRecipes(from, to)) {
    const [first = '', second] = path.split('.');
    const isSaid = patch[first] !== undefined || patch[`${first}.${second}`] !== undefined;
    if (LEFT_OUT.has(first) || isSaid || first === 'steps' || first === 'epochs') continue;
    if (after !== undefined) patch[path] = plain(after);
  }
  return patch;
}

/** The bare name where all settings are the defaults. */
function ownSettings(choice: (typeof CHOICES)[number], recipe: Recipe) {
  const { name } = recipe[choice];
  const standard = leaves(parseRecipe({ [choice]: { name } })[choice]);
  const own = [...leaves(recipe[choice])].filter(
    ([path, value]) => canonicalJson(value) !== canonicalJson(standard.get(path) ?? null),
  );
  return own.length === 0 ? name : plain(recipe[choice]);
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
