import { expect, it } from 'vitest';
import { isDuplicateNote, isLeakNote } from '../lab/leak-note.ts';
import { describeData } from './notes.ts';

const part = { count: 2, images: Uint8Array.of(0, 7, 7, 9), labels: Uint8Array.of(0, 1) };
const splits = { train: part, val: part, test: part };
const notesOf = (duplicates: Parameters<typeof describeData>[4]) =>
  describeData(splits, { task: 'binary', classes: 2 }, ['no', 'yes'], 2, duplicates);

it('notes of equal images are known as such, and those of a leak as a leak', () => {
  const within = notesOf({ groups: 2, images: 5, across: [], contradicting: 1 });
  expect(within.map(isDuplicateNote)).toEqual([true, true]);
  expect(within.some(isLeakNote)).toBe(false);
  const across = notesOf({
    groups: 2,
    images: 5,
    across: [{ pair: ['train', 'val'], groups: 2 }],
    contradicting: 0,
  });
  expect(across.map((note) => [isDuplicateNote(note), isLeakNote(note)])).toEqual([[true, true]]);
  expect(notesOf({ groups: 0, images: 0, across: [], contradicting: 0 }).some(isDuplicateNote)).toBe(false);
});
