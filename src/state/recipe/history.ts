import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { diffRecipes } from '../../lab/recipe/name.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { NO_STEPS, type Steps, stepBack, stepForth, stepMade } from '../steps.ts';

/**
 * A recipe with the way back, and the way forth again. Its data are no step of it: they follow what is loaded, and the
 * edits of an edition have a way back of their own, in the gallery.
 */
export interface History extends Steps<Recipe> {
  readonly recipe: Recipe;
}

/** A slider that moves, or a number that is typed, is one step. */
const ONE_STEP_MS = 1000;

export function startOf(recipe: Recipe): History {
  return { recipe, ...NO_STEPS };
}

/** @param at in milliseconds */
export function changed(history: History, recipe: Recipe, at: number): History {
  const about = changedPaths(history.recipe, recipe);
  if (about === '') {
    const same = canonicalJson(history.recipe) === canonicalJson(recipe);
    return same ? history : { ...history, recipe };
  }
  return { recipe, ...stepMade(history, history.recipe, { about, at, oneStepMs: ONE_STEP_MS }) };
}

export function undone(history: History): History {
  return moved(history, stepBack(history, history.recipe));
}

export function redone(history: History): History {
  return moved(history, stepForth(history, history.recipe));
}

function moved(history: History, step: ReturnType<typeof stepBack<Recipe>>): History {
  return step ? { recipe: onDataOf(history.recipe, step.value), ...step.steps } : history;
}

function onDataOf({ dataset, edition }: Recipe, recipe: Recipe): Recipe {
  return { ...recipe, dataset, edition };
}

/** What a change is about, so that two changes of the same are known. */
function changedPaths(before: Recipe, after: Recipe): string {
  return diffRecipes(before, onDataOf(before, after))
    .map(({ path }) => path)
    .join(' ');
}
