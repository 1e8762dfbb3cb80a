import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataFacts, factsOfReference } from '../recipe/data-facts.ts';
import { noEffects } from '../recipe/no-effect.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import { parseStudy } from '../study/study.ts';
import {
  HOUSE_RECIPES,
  houseRecipeFor,
  isHouseRecipe,
  measuredText,
  withHouseRecipe,
} from './house-recipes.ts';
import { SET_KINDS } from './kind-of-set.ts';

const catalogue = (id: string): DataFacts => factsOfReference({ kind: 'catalogue', id, size: 28 });

/** Sets of each kind, for what has no effect. */
const SETS = {
  grey: ['pneumoniamnist'],
  colour: ['pathmnist', 'dermamnist', 'bloodmnist'],
  'many-classes': ['octmnist', 'organamnist', 'chestmnist'],
  volumes: ['vesselmnist3d', 'nodulemnist3d', 'organmnist3d'],
  'few-images': ['retinamnist', 'breastmnist'],
} as const;

const houses = fc.constantFrom(...Object.values(HOUSE_RECIPES));
const recipes = fc
  .record({
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    width: fc.integer({ min: 1, max: 128 }),
    augment: fc.constantFrom({}, { flip: {} }, { mixup: {}, noise: {} }),
    protocol: fc.constantFrom({}, { folds: 5 }, { trainFraction: 0.5 }),
    epochs: fc.integer({ min: 1, max: 50 }),
    loss: fc.constant({ name: 'cross-entropy' }),
  })
  .map(parseRecipe);

describe('a house recipe', () => {
  it.each(SET_KINDS)('says nothing in vain, and nothing that is refused: %s', (kind) => {
    for (const id of SETS[kind]) {
      const found = noEffects(withHouseRecipe(DEFAULT_RECIPE, HOUSE_RECIPES[kind]), catalogue(id));
      expect(found.filter(({ path }) => path !== 'volume')).toEqual([]);
    }
  });

  it.each(['grey', 'volumes', 'few-images'] as const)('is what its study trains: %s', (kind) => {
    const file = new URL(`../../../docs/house/${kind}.json`, import.meta.url);
    const { base, seeds } = parseStudy(JSON.parse(readFileSync(file, 'utf8')));
    const recipe = parseRecipe(base);
    expect(withHouseRecipe(recipe, HOUSE_RECIPES[kind])).toEqual(recipe);
    expect(seeds).toHaveLength(3);
  });

  it('is as long on a large set as on a small one', () => {
    for (const { says } of Object.values(HOUSE_RECIPES)) {
      expect(parseRecipe(says)).toMatchObject({ epochs: null, steps: expect.any(Number) });
    }
  });

  it('takes the place of all but data, seed and protocol, and is known again', () => {
    fc.assert(
      fc.property(houses, recipes, (house, recipe) => {
        const taken = withHouseRecipe(recipe, house);
        const { seed, protocol, dataset, edition, pitfalls } = recipe;
        expect(taken).toMatchObject({ seed, protocol, dataset, edition, pitfalls });
        expect(isHouseRecipe(taken, house)).toBe(true);
        expect(withHouseRecipe(taken, house)).toEqual(taken);
        expect(withHouseRecipe({ ...DEFAULT_RECIPE, seed, protocol }, house)).toEqual(taken);
      }),
    );
  });

  it('is offered for images of up to 32 pixels, as larger ones take longer than it promises', () => {
    const set = {
      task: 'binary',
      dims: 2,
      channels: 1,
      counts: { train: 4708, val: 524, test: 624 },
    } as const;
    expect(houseRecipeFor({ ...set, size: 28 })).toBe(HOUSE_RECIPES.grey);
    expect(houseRecipeFor({ ...set, size: 64 })).toBeNull();
  });

  it('tells its figures only where there are some, and they are within what was promised', () => {
    for (const house of Object.values(HOUSE_RECIPES)) {
      const { measured } = house;
      expect(measuredText(house)).toMatch(measured ? /^Val AUC 0\.\d{3} / : /^Not measured/);
      if (!measured) continue;
      const { valAuc, interval, minutes } = measured;
      expect(minutes).toBeLessThan(10);
      expect(interval[0]).toBeLessThan(valAuc);
      expect(interval[1]).toBeGreaterThan(valAuc);
    }
  });
});
