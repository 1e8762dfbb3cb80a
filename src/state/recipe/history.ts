import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { diffRecipes } from '../../lab/recipe/name.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';

/**
 * A recipe with the way back, and the way forth again. Its data are no step of it: they follow what is loaded, and the
 * edits of an edition have a way back of their own, in the gallery.
 */
export interface History {
  readonly recipe: Recipe;
  /** The latest last. */
  readonly past: readonly Recipe[];
  /** The next first. */
  readonly future: readonly Recipe[];
  /** What the last change was, and when; null where the next one is a step of its own. */
  readonly last: { readonly paths: string; readonly at: number } | null;
}

const MOST_STEPS = 100;
/** A slider that moves, or a number that is typed, is one step. */
const ONE_STEP_MS = 1000;

export function startOf(recipe: Recipe): History {
  return { recipe, past: [], future: [], last: null };
}

/** @param at in milliseconds */
export function changed(history: History, recipe: Recipe, at: number): History {
  const paths = changedPaths(history.recipe, recipe);
  if (paths === '') {
    const same = canonicalJson(history.recipe) === canonicalJson(recipe);
    return same ? history : { ...history, recipe };
  }
  const { last, past } = history;
  const goesOn = last !== null && last.paths === paths && at - last.at < ONE_STEP_MS;
  return {
    recipe,
    past: goesOn ? past : [...past, history.recipe].slice(-MOST_STEPS),
    future: [],
    last: { paths, at },
  };
}

export function undone(history: History): History {
  const before = history.past.at(-1);
  if (!before) return history;
  return {
    recipe: onDataOf(history.recipe, before),
    past: history.past.slice(0, -1),
    future: [history.recipe, ...history.future],
    last: null,
  };
}

export function redone(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return {
    recipe: onDataOf(history.recipe, next),
    past: [...history.past, history.recipe],
    future,
    last: null,
  };
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
