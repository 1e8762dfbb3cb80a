import type { Recipe } from '../../lab/recipe/recipe.ts';
import { lab } from '../../worker/client/lab.ts';
import type { BalancePreview } from '../../worker/protocol.ts';
import { useData } from '../data/store.ts';
import { type Answer, useAnswer } from '../data/use-preview.ts';
import { useRecipe } from './store.ts';

interface Question {
  readonly key: string;
  readonly recipe: Recipe;
}

const ask = ({ key, recipe }: Question) => lab.balancePreview(key, recipe);

/** How many images of each class one epoch has, with and without the balancing of the form. */
export function useEpochCounts(): Answer<BalancePreview> {
  const key = useData((state) => state.dataset?.key ?? null);
  const recipe = useRecipe((state) => state.recipe);
  return useAnswer(key === null ? null : { key, recipe }, ask);
}
