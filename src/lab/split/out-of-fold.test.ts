import { describe, expect, it } from 'vitest';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import type { Predictions } from '../run-record.ts';
import { foldRecipes, outOfFold } from './out-of-fold.ts';

const part = (union: readonly number[], change: Partial<Predictions> = {}): Predictions => ({
  logits: Float32Array.from(union, (place) => place / 2),
  activation: 'sigmoid',
  labels: Uint8Array.from(union, (place) => place % 2),
  outputs: 1,
  union: Uint32Array.from(union),
  ...change,
});

describe('scores out of their folds', () => {
  it('are one table in the order of the union, each image with its own label and run', () => {
    const { predictions, run } = outOfFold([part([3, 0]), part([1, 5]), part([4, 2])]);
    expect([...predictions.union]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...predictions.logits]).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
    expect([...predictions.labels]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...run]).toEqual([0, 1, 2, 0, 2, 1]);
  });

  it('keep rows of several outputs together', () => {
    const several = part([1], { logits: Float32Array.of(1, 2, 3), outputs: 3, activation: 'softmax' });
    const other = part([0], { logits: Float32Array.of(4, 5, 6), outputs: 3, activation: 'softmax' });
    expect([...outOfFold([several, other]).predictions.logits]).toEqual([4, 5, 6, 1, 2, 3]);
  });

  it('are refused where runs are not folds of one recipe', () => {
    const { union: _gone, ...official } = part([1]);
    expect(() => outOfFold([official])).toThrow('which images');
    expect(() => outOfFold([part([1, 2]), part([2])])).toThrow('same image');
    expect(() => outOfFold([part([1]), part([2], { activation: 'softmax' })])).toThrow('same outputs');
  });
});

it('the recipes of the folds differ in nothing else', () => {
  const recipes = foldRecipes(DEFAULT_RECIPE, 3);
  expect(recipes.map(({ protocol }) => [protocol.folds, protocol.fold])).toEqual([
    [3, 1],
    [3, 2],
    [3, 3],
  ]);
  expect(recipes.every(({ seed }) => seed === DEFAULT_RECIPE.seed)).toBe(true);
});
