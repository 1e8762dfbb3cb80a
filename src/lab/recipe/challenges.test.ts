import { describe, expect, it } from 'vitest';
import { challengesOf } from './challenges.ts';
import { factsOfReference } from './data-facts.ts';
import { diffRecipes } from './name.ts';
import { noEffects } from './no-effect.ts';
import { parseRecipe } from './parse.ts';
import { DEFAULT_RECIPE } from './recipe.ts';

describe('the changes that may beat a recipe', () => {
  it('are three, each of one thing, and none in vain', () => {
    const challenges = challengesOf(DEFAULT_RECIPE, 'binary');
    expect(challenges.map(({ label }) => label)).toEqual([
      'Balance the classes',
      'Mirror the images',
      'Train twice as long',
    ]);
    for (const { recipe } of challenges) {
      const groups = new Set(diffRecipes(DEFAULT_RECIPE, recipe).map(({ path }) => path.split('.')[0]));
      expect(groups.size).toBe(1);
      expect(noEffects(recipe, factsOfReference(recipe.dataset))).toEqual(
        noEffects(DEFAULT_RECIPE, factsOfReference(recipe.dataset)),
      );
    }
  });

  it('leave out what the recipe has already, and what the set has no place for', () => {
    const mirrored = parseRecipe({ augment: { flip: {} }, epochs: null, steps: 100 });
    expect(challengesOf(mirrored, 'multi-label').map(({ label }) => label)).toEqual([
      'Make the model wider',
      'Add noise',
    ]);
  });
});
