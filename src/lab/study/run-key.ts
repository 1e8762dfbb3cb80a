import { recipeHash } from '../recipe/canonical.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** Names what is trained, whatever the seed. */
export function cellKey(recipe: Recipe): string {
  return recipeHash({ ...recipe, seed: 0 });
}

/**
 * Names a run by cell and seed: the same wherever, and however often, it is trained.
 *
 * @param cell key of its cell, where that is known
 */
export function runKey(recipe: Recipe, cell = cellKey(recipe)): string {
  return `${cell}-s${recipe.seed}`;
}
