import { expect, it } from 'vitest';
import { editForKey } from './edit-images.ts';

const two = { classNames: ['clear', 'opacity'], task: 'binary' } as const;
const untouched = { original: [0], edits: undefined };

it('leaves out what is in, and puts back where all are out', () => {
  const out = { original: [0], edits: { leftOut: true, label: null } };
  expect(editForKey('x', [{ image: 3, ...untouched }], two)).toEqual([{ image: 3, leftOut: true }]);
  expect(editForKey('Delete', [{ image: 3, ...out }], two)).toEqual([{ image: 3, leftOut: false }]);
  expect(editForKey('2', [{ image: 3, ...out }], two)).toEqual([]);
  const both = [
    { image: 3, ...out },
    { image: 4, ...untouched },
  ];
  expect(editForKey('x', both, two)?.every((edit) => 'leftOut' in edit && edit.leftOut)).toBe(true);
});

it('gives classes by key; the one of the file is no edit', () => {
  expect(editForKey('2', [{ image: 3, ...untouched }], two)).toEqual([{ image: 3, label: [1] }]);
  expect(editForKey('1', [{ image: 3, ...untouched }], two)).toEqual([{ image: 3, label: null }]);
  expect(editForKey('3', [{ image: 3, ...untouched }], two)).toBeNull();
});

it('gives and takes labels one by one', () => {
  const labels = { classNames: ['a', 'b'], task: 'multi-label' } as const;
  const image = { image: 0, original: Uint8Array.of(1, 0), edits: undefined };
  expect(editForKey('2', [image], labels)).toEqual([{ image: 0, label: [1, 1] }]);
  expect(editForKey('1', [image], labels)).toEqual([{ image: 0, label: [0, 0] }]);
  const edited = { ...image, edits: { leftOut: false, label: [1, 1] } };
  expect(editForKey('2', [edited], labels)).toEqual([{ image: 0, label: null }]);
  expect(editForKey('Backspace', [edited], labels)).toEqual([
    { image: 0, leftOut: false },
    { image: 0, label: null },
  ]);
});
