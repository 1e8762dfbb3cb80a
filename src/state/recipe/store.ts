import { create } from 'zustand';
import type { Edition } from '../../lab/edition/edition.ts';
import type { DatasetReference } from '../../lab/recipe/dataset-reference.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';

interface RecipeState {
  /** The recipe of the form; always a valid one. */
  readonly recipe: Recipe;
}

const STORAGE_KEY = 'lab-recipe';

export const useRecipe = create<RecipeState>(() => ({ recipe: lastRecipe() }));

export function setRecipe(recipe: Recipe): void {
  useRecipe.setState({ recipe });
}

export function changeRecipe(change: Partial<Recipe>): void {
  useRecipe.setState(({ recipe }) => ({ recipe: { ...recipe, ...change } }));
}

/** The recipe's data follow what is loaded; an edition of other data stays behind, and is returned. */
export function setRecipeDataset(dataset: DatasetReference, fingerprint: string): Edition | null {
  const { edition } = useRecipe.getState().recipe;
  const left = edition !== null && edition.fingerprint !== fingerprint ? edition : null;
  changeRecipe({ dataset, ...(left ? { edition: null } : {}) });
  return left;
}

/** Back to the defaults, on the same data. */
export function resetRecipe(): void {
  changeRecipe({ ...DEFAULT_RECIPE, dataset: useRecipe.getState().recipe.dataset });
}

/** The recipe of the last visit; the default one if there is none, or none that this version reads. */
function lastRecipe(): Recipe {
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    return text === null ? DEFAULT_RECIPE : parseRecipe(JSON.parse(text));
  } catch {
    return DEFAULT_RECIPE;
  }
}

/** Keeps the recipe for the next visit. */
export function rememberRecipe(): () => void {
  return useRecipe.subscribe(({ recipe }) => {
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(recipe));
    } catch {
      // Storage is full or switched off: the next visit starts from the default recipe.
    }
  });
}
