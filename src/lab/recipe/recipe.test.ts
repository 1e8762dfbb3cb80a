import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUGMENTATIONS, type AugmentationName } from '../augment/registry.ts';
import { LabError } from '../lab-error.ts';
import { canonicalJson, recipeHash } from './canonical.ts';
import { diffRecipes, recipeName, settingText } from './name.ts';
import { assignByPath, parseRecipe, recipeFromLink, recipeToLink } from './parse.ts';
import { DEFAULT_RECIPE, type Recipe } from './recipe.ts';

/** The same data with the keys of every object in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reordered(field)]),
  );
}

/** Recipes that differ from the default in many places. */
const recipes: fc.Arbitrary<Recipe> = fc
  .record({
    seed: fc.nat(2 ** 31 - 1),
    width: fc.integer({ min: 1, max: 128 }),
    batch: fc.integer({ min: 2, max: 1024 }),
    normalise: fc.constantFrom('none', 'half', 'train'),
    augment: fc
      .subarray(Object.keys(AUGMENTATIONS) as AugmentationName[])
      .map((names) => Object.fromEntries(names.map((name) => [name, {}]))),
    balance: fc.constantFrom({ name: 'none' }, { name: 'dual', rate: 0.3 }, { name: 'upsample' }),
    loss: fc.constantFrom({ name: 'cross-entropy' }, { name: 'aucm', version: 'v2' }),
    optimizer: fc.constantFrom({ name: 'adam' }, { name: 'sgd', learningRate: 0.02 }, { name: 'pesg' }),
    schedule: fc.record({ decayAt: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }) }),
    patience: fc.option(fc.integer({ min: 1, max: 1000 })),
    dataset: fc.constantFrom(
      { kind: 'phantom', shape: 'nodule' },
      { kind: 'catalogue', id: 'pneumoniamnist', size: 64 },
      { kind: 'custom', name: 'Röntgen – 胸部', fingerprint: 'ab12' },
    ),
  })
  .map(parseRecipe);

/** The message and code of the error that the data give. */
function errorOf(read: () => unknown): { code: string; message: string } {
  try {
    read();
  } catch (error) {
    if (error instanceof LabError) return { code: error.code, message: error.message };
  }
  throw new Error('There was no LabError.');
}

describe('the canonical form', () => {
  it('does not depend on the order of the keys', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const other = parseRecipe(reordered(recipe));
        expect(canonicalJson(reordered(recipe))).toBe(canonicalJson(recipe));
        expect(recipeHash(other)).toBe(recipeHash(recipe));
      }),
    );
  });

  it('is JSON of the same data, whatever the data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('has the same hash just where recipes are equal', () => {
    fc.assert(
      fc.property(recipes, recipes, (one, other) => {
        const differs = diffRecipes(one, other).length > 0;
        expect(recipeHash(one) !== recipeHash(other)).toBe(differs);
        expect(recipeHash(one)).toMatch(/^[0-9a-f]{12}$/);
      }),
    );
  });
});

describe('a link', () => {
  it('brings the recipe back, in URL-safe letters', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const link = recipeToLink(recipe);
        expect(link).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(recipeFromLink(link)).toEqual(recipe);
      }),
    );
    expect(recipeFromLink(recipeToLink(DEFAULT_RECIPE))).toEqual(DEFAULT_RECIPE);
  });

  it('that is damaged says so', () => {
    for (const link of ['%%%', 'bm90IGpzb24', recipeToLink({ ...DEFAULT_RECIPE, width: 7 }).slice(0, -9)])
      expect(errorOf(() => recipeFromLink(link)).code).toBe('bad-recipe');
  });
});

describe('parseRecipe', () => {
  it('fills in defaults, and leaves a whole recipe as it is', () => {
    expect(parseRecipe({})).toEqual(DEFAULT_RECIPE);
    fc.assert(
      fc.property(recipes, (recipe) => {
        expect(parseRecipe(recipe)).toEqual(recipe);
      }),
    );
  });

  it.each([
    [{ width: 0 }, 'width'],
    [{ epochs: 'ten' }, 'epochs'],
    [{ batch: 1 }, 'batch'],
    [{ optimizer: { name: 'lion' } }, 'optimizer'],
    [{ optimizer: { name: 'adam', momentum: 0.9 } }, 'momentum'],
    [{ augment: { noise: { sigma: 7 } } }, 'augment.noise.sigma'],
    [{ augment: { blur: {} } }, 'blur'],
    [{ schedule: { decayAt: [2] } }, 'schedule.decayAt[0]'],
    [{ dataset: { kind: 'phantom', shape: 'liver' } }, 'dataset.shape'],
    [{ protocol: { trainFraction: 0 } }, 'protocol.trainFraction'],
    [{ colour: 'red' }, 'colour'],
  ])('refuses %j and names the field', (data, field) => {
    const { code, message } = errorOf(() => parseRecipe(data));
    expect(code).toBe('bad-recipe');
    expect(message).toContain(field);
  });

  it('refuses what is no recipe at all, and one of a later version', () => {
    for (const data of [null, 3, 'recipe', []])
      expect(errorOf(() => parseRecipe(data)).code).toBe('bad-recipe');
    expect(errorOf(() => parseRecipe({ version: 99 })).message).toContain('99');
  });
});

describe('assignByPath', () => {
  const set = (...assignments: string[]) =>
    parseRecipe(assignments.reduce<object>((data, assignment) => assignByPath(data, assignment), {}));

  it('sets numbers, words, lists and nothing at dotted paths', () => {
    expect(set('epochs=3').epochs).toBe(3);
    expect(set('normalise=half').normalise).toBe('half');
    expect(set('schedule.decayAt=[0.2]').schedule.decayAt).toEqual([0.2]);
    expect(set('patience=null').patience).toBeNull();
    expect(set('optimizer.name=adam', 'optimizer.learningRate=0.01').optimizer).toMatchObject({
      name: 'adam',
      learningRate: 0.01,
    });
  });

  it('understands a choice by its bare name and an augmentation by true or false', () => {
    expect(set('optimizer=sgd').optimizer).toMatchObject({ name: 'sgd', learningRate: 0.05 });
    expect(set('balance=dual').balance).toEqual({ name: 'dual', rate: 0.5 });
    expect(set('augment.flip=true').augment.flip).toEqual({ probability: 0.5, axes: 'width' });
    expect(set('augment.flip=true', 'augment.flip=false').augment.flip).toBeUndefined();
    expect(set('augment.noise.sigma=0.2').augment.noise).toEqual({ sigma: 0.2 });
  });

  it('leaves the data it was given as they were', () => {
    const data = { schedule: { warmUpEpochs: 2 } };
    expect(assignByPath(data, 'schedule.decayFactor=3')).toEqual({
      schedule: { warmUpEpochs: 2, decayFactor: 3 },
    });
    expect(data).toEqual({ schedule: { warmUpEpochs: 2 } });
  });

  it('refuses what is no assignment', () => {
    for (const text of ['epochs', '=3', ''])
      expect(errorOf(() => assignByPath({}, text)).code).toBe('bad-recipe');
  });
});

describe('the name of a recipe', () => {
  const named = (data: object) => recipeName(parseRecipe(data));

  it('says what is done to the data, and else only what differs', () => {
    expect(named({})).toBe('plain');
    expect(named({ augment: { flip: {}, noise: {} }, normalise: 'half' })).toBe('flip + noise + normalise');
    expect(named({ width: 64, optimizer: { name: 'adam' } })).toBe('plain · Adam · w64');
    expect(named({ optimizer: { name: 'adam', learningRate: 0.01 } })).toBe('plain · Adam · lr 0.01');
    expect(named({ augment: { noise: { sigma: 0.1 } } })).toBe('noise · sigma 0.1');
    expect(named({ seed: 9 })).toBe('plain');
    expect(recipeName(parseRecipe({ seed: 9 }), { seed: true })).toBe('plain · seed 9');
  });

  it('differs where recipes differ in more than data and seed', () => {
    fc.assert(
      fc.property(recipes, recipes, (one, other) => {
        const like = { ...other, dataset: one.dataset, seed: one.seed };
        if (diffRecipes(one, like).length > 0) expect(recipeName(one)).not.toBe(recipeName(like));
      }),
    );
  });
});

describe('the name of a setting', () => {
  it('says whose it is where several augmentations have one of its name', () => {
    const flipped = parseRecipe({ augment: { flip: { probability: 0.3 }, invert: {} } });
    const inverted = parseRecipe({ augment: { flip: {}, invert: { probability: 0.3 } } });
    expect(recipeName(flipped)).toBe('flip + invert · flip probability 0.3');
    expect(recipeName(inverted)).not.toBe(recipeName(flipped));
  });

  it('keeps all digits of a share, and says what is off', () => {
    expect(settingText('protocol.trainFraction', 0.2501)).toBe('25.01 % of train');
    expect(settingText('protocol.trainFraction', 0.07)).toBe('7 % of train');
    expect(settingText('pitfalls.exactCopies', true)).toBe('pitfall: exact copies');
    expect(settingText('pitfalls.exactCopies', false)).toBe('not exact copies');
    expect(settingText('augment.flip', false)).toBe('no flip');
  });
});

describe('diffRecipes', () => {
  it('tells nothing of equal recipes, and the same both ways of others', () => {
    fc.assert(
      fc.property(recipes, recipes, (one, other) => {
        expect(diffRecipes(one, parseRecipe(reordered(one)))).toEqual([]);
        const there = diffRecipes(one, other);
        const back = new Map(diffRecipes(other, one).map(({ path, ...sides }) => [path, sides]));
        expect(there.length).toBe(back.size);
        for (const { path, before, after } of there)
          expect(back.get(path)).toEqual({ before: after, after: before });
      }),
    );
  });

  it('names leaves by their paths, and augmentations without settings by themselves', () => {
    const one = parseRecipe({ augment: { flip: {} }, optimizer: { name: 'adam' } });
    const other = parseRecipe({ augment: { shapeTransform: {} }, optimizer: { name: 'adam', beta1: 0.8 } });
    expect(diffRecipes(one, other)).toEqual([
      { path: 'augment.flip.probability', before: 0.5, after: undefined },
      { path: 'augment.flip.axes', before: 'width', after: undefined },
      { path: 'optimizer.beta1', before: 0.9, after: 0.8 },
      { path: 'augment.shapeTransform', before: undefined, after: true },
    ]);
  });
});

describe('fields of the protocol that came later', () => {
  it('leave the hash of a recipe with a share of the data as it was before them', () => {
    const older = parseRecipe({ protocol: { trainFraction: 0.5 } });
    const { split: _split, folds: _folds, fold: _fold, ...protocol } = older.protocol;
    expect(recipeHash(older)).toBe(recipeHash({ ...older, protocol } as Recipe));
    expect(recipeHash(parseRecipe({ protocol: { folds: 5 } }))).not.toBe(recipeHash(parseRecipe({})));
    expect(recipeName(parseRecipe({ protocol: { folds: 5, fold: 2 } }))).toBe('plain · 5 folds · fold 2');
    expect(recipeName(parseRecipe({ protocol: { split: 'redrawn' } }))).toBe('plain · redrawn split');
  });
});
