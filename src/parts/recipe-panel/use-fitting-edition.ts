import type { Edition } from '../../lab/edition/edition.ts';
import { useData } from '../../state/data/store.ts';
import { useRecipe } from '../../state/recipe/store.ts';

/** The edition of the recipe, where it is of the loaded set. */
export function useFittingEdition(): Edition | null {
  const edition = useRecipe((state) => state.recipe.edition);
  const fingerprint = useData((state) => state.dataset?.fingerprint);
  return edition?.fingerprint === fingerprint ? edition : null;
}
