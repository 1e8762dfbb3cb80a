import { parseRecipe } from '../../src/lab/recipe/parse.ts';
import { RECIPES } from '../examples.ts';
import { mutated } from '../mutations/json.ts';
import { requireRecipe } from '../oracles.ts';
import { target } from '../target.ts';

export const recipes = target({
  name: 'recipes',
  inputs: mutated(RECIPES),
  check: (data) => requireRecipe(parseRecipe(data)),
});
