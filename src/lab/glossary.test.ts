import { expect, it } from 'vitest';
import { WORD_LIST } from './glossary.ts';

it('lists each word once, by the alphabet, with a sentence or two that ends', () => {
  const words = WORD_LIST.map(({ word }) => word);
  expect(new Set(words).size).toBe(words.length);
  expect(words.toSorted((a, b) => a.localeCompare(b, 'en'))).toEqual(words);
  for (const { word, says } of WORD_LIST) {
    expect(says, word).toMatch(/^[A-Z].*\.$/);
    expect(says.length, word).toBeLessThan(240);
  }
});
