import { expect, it } from 'vitest';
import { confusedPairs } from './confused-pairs.ts';

it('lists who is taken for whom, most images first, then the larger share of a class', () => {
  const confusion = [8, 2, 0, 1, 0, 0, 0, 2, 6];
  expect(confusedPairs(confusion, 3, 2)).toEqual({
    pairs: [
      { own: 2, called: 1, images: 2, share: 0.25 },
      { own: 0, called: 1, images: 2, share: 0.2 },
    ],
    all: 3,
  });
});

it('is empty where nothing is confused, and where a class has no image', () => {
  expect(confusedPairs([3, 0, 0, 0], 2, 5)).toEqual({ pairs: [], all: 0 });
});
