import { expect, it } from 'vitest';
import { parseRecipe } from './parse.ts';
import { DEFAULT_RECIPE } from './recipe.ts';
import { goingWay, wayOf } from './ways-to-learn.ts';

it('the default ranks; the other way classifies, and back again gives the same recipe; a mix is neither', () => {
  expect(wayOf(DEFAULT_RECIPE)).toBe('rank');
  const other = goingWay(DEFAULT_RECIPE, 'classify');
  expect(wayOf(other)).toBe('classify');
  expect(other.optimizer).toMatchObject({ name: 'adam', learningRate: 1e-3 });
  expect(goingWay(other, 'rank')).toEqual(DEFAULT_RECIPE);
  expect(wayOf(parseRecipe({ optimizer: { name: 'sgd' } }))).toBeNull();
});
