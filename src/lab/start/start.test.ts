import { describe, expect, it } from 'vitest';
import { recipeHash } from '../recipe/canonical.ts';
import { changeTexts } from '../recipe/change-texts.ts';
import { NOTHING_KNOWN } from '../recipe/data-facts.ts';
import { diffRecipes, recipeName } from '../recipe/name.ts';
import { effectiveRecipe, noEffects } from '../recipe/no-effect.ts';
import { assignByPath, parseRecipe, recipeFromLink, recipeToLink } from '../recipe/parse.ts';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import { levelLabels } from '../study/level-labels.ts';
import { frozenChoices, frozenParts } from './frozen-parts.ts';

const WEIGHTS = 'ab'.repeat(32);
const startOf = (changes: object = {}) => ({ weights: WEIGHTS, name: 'RetinaMNIST', ...changes });
const recipeOf = (changes: object = {}, rest: object = {}) =>
  parseRecipe({ start: startOf(changes), ...rest });

describe('where a recipe starts from', () => {
  it('changes no hash of a recipe that starts from scratch', () => {
    expect(DEFAULT_RECIPE.start).toBeNull();
    const { start: _none, ...older } = DEFAULT_RECIPE;
    expect(recipeHash(older as typeof DEFAULT_RECIPE)).toBe(recipeHash(DEFAULT_RECIPE));
    expect(recipeHash(DEFAULT_RECIPE)).toBe('f988350c586f');
  });

  it('is told by the content of the weights, not by what they are called', () => {
    expect(recipeHash(recipeOf({ name: 'my net' }))).toBe(recipeHash(recipeOf()));
    expect(recipeHash(recipeOf({ weights: 'cd'.repeat(32) }))).not.toBe(recipeHash(recipeOf()));
    expect(recipeHash(recipeOf({ frozen: 'body' }))).not.toBe(recipeHash(recipeOf()));
  });

  it('is named, and told apart in one chip', () => {
    expect(recipeName(recipeOf())).toBe('plain · from RetinaMNIST');
    expect(recipeName(recipeOf({ frozen: 'body' }))).toBe('plain · from RetinaMNIST, head alone');
    expect(changeTexts(DEFAULT_RECIPE, recipeOf())).toEqual(['from RetinaMNIST']);
    expect(changeTexts(recipeOf(), DEFAULT_RECIPE)).toEqual(['from scratch']);
    expect(diffRecipes(recipeOf(), recipeOf({ frozen: 'stem' })).map(({ path }) => path)).toEqual(['start']);
  });

  it('goes through a link, and can be set by path', () => {
    expect(recipeFromLink(recipeToLink(recipeOf()))).toEqual(recipeOf());
    const set = assignByPath({ start: startOf() }, 'start.frozen=stage-2');
    expect(parseRecipe(set).start).toEqual(startOf({ frozen: 'stage-2' }));
  });

  it('is refused where no hash names the weights', () => {
    expect(() => recipeOf({ weights: 'resnet18' })).toThrow(/SHA-256/);
  });

  it('labels the levels of a study', () => {
    const values = [null, startOf(), startOf({ frozen: 'body' }), startOf({ weights: 'cd'.repeat(32) })];
    expect(levelLabels('start', values)).toEqual([
      'from scratch',
      'from RetinaMNIST abababab',
      'from RetinaMNIST, head alone',
      'from RetinaMNIST cdcdcdcd',
    ]);
  });
});

describe('what is frozen', () => {
  it('is so many parts of each network', () => {
    expect(frozenChoices('resnet-18')).toEqual(['nothing', 'stem', 'stage-1', 'stage-2', 'stage-3', 'body']);
    expect(frozenChoices('resnet-18').map((frozen) => frozenParts('resnet-18', frozen))).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
    expect(frozenChoices('small-cnn')).toEqual(['nothing', 'stage-1', 'stage-2', 'body']);
    expect(frozenChoices('small-cnn').map((frozen) => frozenParts('small-cnn', frozen))).toEqual([
      0, 1, 2, 3,
    ]);
    expect(frozenChoices('linear')).toEqual(['nothing']);
  });

  it.each([
    ['linear', 'body', 'nothing', 'head alone'],
    ['small-cnn', 'stem', 'nothing', 'has no stem'],
    ['small-cnn', 'stage-3', 'body', 'only the head is left'],
  ])('of a %s, %s is %s, and said so', (model, frozen, plain, words) => {
    const recipe = recipeOf({ frozen }, { model });
    expect(effectiveRecipe(recipe, NOTHING_KNOWN).start?.frozen).toBe(plain);
    const [finding] = noEffects(recipe, NOTHING_KNOWN);
    expect(finding).toMatchObject({ path: 'start.frozen', refused: false });
    expect(finding!.reason).toContain(words);
    expect(noEffects(finding!.mend!.change(recipe), NOTHING_KNOWN)).toEqual([]);
  });

  it('is nothing to be said of where the network has the part', () => {
    expect(noEffects(recipeOf({ frozen: 'stage-3' }), NOTHING_KNOWN)).toEqual([]);
  });
});
