import { create } from 'zustand';
import type { Edition } from '../../lab/edition/edition.ts';
import type { DatasetReference } from '../../lab/recipe/dataset-reference.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';
import { changed, type History, redone, startOf, undone } from './history.ts';

const STORAGE_KEY = 'lab-recipe';
/** The steps back and forth, of this tab alone. */
const HISTORY_KEY = 'lab-recipe-steps';

/** The recipe of the form, always a valid one, with the way back. */
export const useRecipe = create<History>(() => ({ ...startOf(lastRecipe()), ...lastSteps() }));

export function setRecipe(recipe: Recipe): void {
  useRecipe.setState((history) => changed(history, recipe, performance.now()));
}

/** A recipe that nobody chose: there is no step back from it. */
export function beginWithRecipe(recipe: Recipe): void {
  useRecipe.setState(startOf(recipe));
}

export function changeRecipe(change: Partial<Recipe>): void {
  setRecipe({ ...useRecipe.getState().recipe, ...change });
}

export function undoRecipe(): void {
  useRecipe.setState(undone);
}

export function redoRecipe(): void {
  useRecipe.setState(redone);
}

/** The recipe's data follow what is loaded; an edition of other data stays behind, and is returned. */
export function setRecipeDataset(dataset: DatasetReference, fingerprint: string): Edition | null {
  const { edition } = useRecipe.getState().recipe;
  const left = edition !== null && edition.fingerprint !== fingerprint ? edition : null;
  changeRecipe({ dataset, ...(left ? { edition: null } : {}) });
  return left;
}

/** Back to the defaults, on the same data and their edition. */
export function resetRecipe(): void {
  const { dataset, edition } = useRecipe.getState().recipe;
  changeRecipe({ ...DEFAULT_RECIPE, dataset, edition });
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

/** The steps that this tab had before it was reloaded; none where they cannot be read. */
function lastSteps(): Pick<History, 'past' | 'future'> {
  try {
    const { past, future } = JSON.parse(sessionStorage.getItem(HISTORY_KEY) ?? '');
    return { past: past.map(parseRecipe), future: future.map(parseRecipe) };
  } catch {
    return { past: [], future: [] };
  }
}

/** Keeps the recipe for the next visit, and the steps for this tab's next load. */
export function rememberRecipe(): () => void {
  const keepRecipe = ({ recipe }: History) => {
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(recipe));
    } catch {
      // Storage is full or switched off: the next visit starts from the default recipe.
    }
  };
  // The shell may have taken one from the address already.
  if (useRecipe.getState().recipe !== DEFAULT_RECIPE) keepRecipe(useRecipe.getState());
  const forget = useRecipe.subscribe(keepRecipe);
  const keepSteps = () => {
    try {
      const { past, future } = useRecipe.getState();
      sessionStorage.setItem(HISTORY_KEY, JSON.stringify({ past, future }));
    } catch {
      // As above: there is no way back then.
    }
  };
  window.addEventListener('pagehide', keepSteps);
  return () => {
    forget();
    window.removeEventListener('pagehide', keepSteps);
  };
}
