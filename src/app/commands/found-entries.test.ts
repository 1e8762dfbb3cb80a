import { expect, test } from 'vitest';
import { type Entry, foundEntries, foundWords } from './found-entries.ts';

const ENTRIES: readonly Entry[] = [
  { id: '1', group: 'Commands', label: 'Train', hint: 'Train a model.' },
  { id: '2', group: 'Commands', label: 'Show Compare', hint: 'Runs side by side' },
  { id: '3', group: 'Words', label: 'run', hint: 'One training of a model.' },
];
const found = (query: string) => foundEntries(ENTRIES, query).map(({ id }) => id);

test('what is named so comes before what says so, and groups stay together', () => {
  expect(found('')).toEqual(['1', '2', '3']);
  expect(found(' COMPARE ')).toEqual(['2']);
  expect(found('run')).toEqual(['3', '2']);
  expect(found('train')).toEqual(['1', '3']);
  expect(found('nothing')).toEqual([]);
});

test('how many were found is told in words', () => {
  expect(foundWords(ENTRIES)).toBe('2 commands, 1 word');
  expect(foundWords(ENTRIES.slice(0, 1))).toBe('1 command');
  expect(foundWords([])).toBe('No such command, and no such word');
});
