import { expect, it } from 'vitest';
import { foundNames } from './found-names.ts';

const names = Array.from({ length: 300 }, (_, label) => `class ${label}`);

it('shows the first of many, in the order that is wanted', () => {
  expect(foundNames(names, '', undefined, 3)).toEqual({ shown: [0, 1, 2], found: 300 });
  expect(foundNames(names, ' ', [9, 4, 2, 1], 2)).toEqual({ shown: [9, 4], found: 300 });
});

it('finds the very name first, then those that begin so, then those that have it within', () => {
  expect(foundNames(names, 'Class 7', undefined, 3)).toEqual({ shown: [7, 70, 71], found: 11 });
  expect(foundNames(['a cat', 'cat', 'catfish', 'dog'], 'cat').shown).toEqual([1, 2, 0]);
  expect(foundNames(names, 'zebra')).toEqual({ shown: [], found: 0 });
});
