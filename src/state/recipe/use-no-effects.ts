import { useMemo } from 'react';
import { factsOfReference, factsOfSummary } from '../../lab/recipe/data-facts.ts';
import { type NoEffect, noEffects } from '../../lab/recipe/no-effect.ts';
import { useData } from '../data/store.ts';
import { useRecipe } from './store.ts';

/** What of the form's recipe has no effect on the data that are here. */
export function useNoEffects(): readonly NoEffect[] {
  const recipe = useRecipe((state) => state.recipe);
  const dataset = useData((state) => state.dataset);
  return useMemo(
    () => noEffects(recipe, dataset ? factsOfSummary(dataset) : factsOfReference(recipe.dataset)),
    [recipe, dataset],
  );
}
