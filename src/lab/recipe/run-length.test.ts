import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recipeHash } from './canonical.ts';
import { recipeName } from './name.ts';
import { assignByPath, assignValue, parseRecipe, recipeFromLink, recipeToLink } from './parse.ts';
import { DEFAULT_RECIPE } from './recipe.ts';
import { imagesTrained, runLength, stepsTrained } from './run-length.ts';

const set = (...assignments: string[]) =>
  parseRecipe(assignments.reduce<object>((data, assignment) => assignByPath(data, assignment), {}));

describe('epochs and steps of a recipe', () => {
  it('are one of the two: who gives the steps takes the default epochs back', () => {
    expect(parseRecipe({})).toMatchObject({ epochs: 10, steps: null });
    expect(parseRecipe({ steps: 500 })).toMatchObject({ epochs: null, steps: 500 });
    expect(parseRecipe({ epochs: 3, steps: null })).toMatchObject({ epochs: 3, steps: null });
    for (const both of [
      { epochs: 3, steps: 500 },
      { epochs: null, steps: null },
      { epochs: null },
      { steps: 0 },
    ]) {
      expect(() => parseRecipe(both)).toThrow(/steps/);
    }
  });

  it('replace each other on the command line and in the levels of a study', () => {
    expect(set('steps=500')).toMatchObject({ epochs: null, steps: 500 });
    expect(set('epochs=3', 'steps=500')).toMatchObject({ epochs: null, steps: 500 });
    expect(set('steps=500', 'epochs=3')).toMatchObject({ epochs: 3, steps: null });
    expect(parseRecipe(assignValue(parseRecipe({ steps: 500 }), 'epochs', 7))).toMatchObject({
      epochs: 7,
      steps: null,
    });
    expect(() => parseRecipe(assignByPath({ epochs: null, steps: 9 }, 'steps=null'))).toThrow(/steps/);
  });

  it('leave older recipes their hash, and travel by link', () => {
    expect(recipeHash(DEFAULT_RECIPE)).toBe('f988350c586f');
    const bySteps = parseRecipe({ steps: 500 });
    expect(recipeHash(bySteps)).not.toBe(recipeHash(DEFAULT_RECIPE));
    expect(recipeFromLink(recipeToLink(bySteps))).toEqual(bySteps);
  });

  it('are in the name, once', () => {
    expect(recipeName(parseRecipe({ steps: 500 }))).toBe('plain · 500 steps');
    expect(recipeName(parseRecipe({ epochs: 5 }))).toBe('plain · 5 epochs');
  });
});

describe('the length of a run', () => {
  const stepsPerEpoch = fc.integer({ min: 1, max: 500 });

  it('is as many steps as asked for, or as many epochs', () => {
    fc.assert(
      fc.property(stepsPerEpoch, fc.integer({ min: 1, max: 10_000 }), (perEpoch, steps) => {
        const length = runLength({ epochs: null, steps }, perEpoch);
        expect(length.steps).toBe(steps);
        expect((length.epochs - 1) * perEpoch).toBeLessThan(steps);
        expect(length.epochs * perEpoch).toBeGreaterThanOrEqual(steps);
      }),
    );
    expect(runLength({ epochs: 4, steps: null }, 30)).toEqual({ epochs: 4, steps: 120 });
  });

  it('tells what was trained, of a run that was stopped early too', () => {
    const recipe = parseRecipe({ steps: 100 });
    expect(stepsTrained({ recipe, stepsPerEpoch: 30 }, { epochs: 4 })).toBe(100);
    expect(stepsTrained({ recipe, stepsPerEpoch: 30 }, { epochs: 2 })).toBe(60);
    expect(stepsTrained({ recipe: DEFAULT_RECIPE, stepsPerEpoch: 30 }, { epochs: 4 })).toBe(120);
    expect(imagesTrained({ epochs: 3, steps: null, batch: 128 }, 1000)).toBe(3000);
    expect(imagesTrained({ epochs: null, steps: 100, batch: 128 }, 1000)).toBe(12_800);
    // A share smaller than a batch makes smaller batches.
    expect(imagesTrained({ epochs: null, steps: 100, batch: 128 }, 50)).toBe(5000);
  });
});
