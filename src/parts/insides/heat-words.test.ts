import { expect, it } from 'vitest';
import { hottestPlace, mapCaution } from './heat-words.ts';

const hotAt = (count: number, place: number) =>
  Float32Array.from({ length: count }, (_, at) => +(at === place));

it.each([
  [[7, 7], 0, 'at the upper left'],
  [[7, 7], 24, 'in the middle'],
  [[7, 7], 21, 'at the middle left'],
  [[7, 7], 48, 'at the lower right'],
  [[4, 4], 3, 'at the upper right'],
  [[2, 2], 2, 'at the lower left'],
  [[4, 3, 3], 9 + 4, 'in the middle, in layer 2 of 4'],
] as const)('tells in words where a map is hottest: %j, place %i', (shape, place, words) => {
  const count = (shape as readonly number[]).reduce((product, length) => product * length, 1);
  expect(hottestPlace({ map: hotAt(count, place), shape })).toBe(words);
});

it('has no place to tell of a single one', () => {
  expect(hottestPlace({ map: [1], shape: [1, 1] })).toBeNull();
});

it('is told to be a guess where the model may be guessing', () => {
  expect(mapCaution([0.41, 0.63])).toContain('may be guessing');
  expect(mapCaution([0.5, 0.63])).toContain('may be guessing');
  for (const interval of [[0.51, 0.63], [0.2, 0.4], null] as const)
    expect(mapCaution(interval)).toBe('A map shows where, not why.');
});
