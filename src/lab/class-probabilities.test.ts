import { expect, it } from 'vitest';
import { classProbabilities, logitOf } from './class-probabilities.ts';

it('of two classes one logit tells both', () => {
  const [no, yes] = classProbabilities([Math.log(3)], 'sigmoid', 'binary');
  expect(yes).toBeCloseTo(0.75, 12);
  expect(no).toBeCloseTo(0.25, 12);
  expect(logitOf(1, 1)).toEqual({ output: 0, direction: 1 });
  expect(logitOf(0, 1)).toEqual({ output: 0, direction: -1 });
});

it('of several classes they sum up to 1 under a softmax, also of large logits', () => {
  const found = classProbabilities([1000, 1000 + Math.log(3), 900], 'softmax', 'multi-class');
  expect(found[1]).toBeCloseTo(0.75, 12);
  expect(found.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  expect(logitOf(2, 3)).toEqual({ output: 2, direction: 1 });
});

it('of labels each stands by itself', () => {
  expect(classProbabilities([0, Math.log(3)], 'sigmoid', 'multi-label')).toEqual([
    0.5,
    expect.closeTo(0.75, 12),
  ]);
});
