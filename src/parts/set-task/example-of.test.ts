import { expect, it } from 'vitest';
import { exampleOf } from './example-of.ts';

it('an example is the first image of its class, and of a label the one with the fewest others', () => {
  const classes = { task: 'multi-class', classNames: ['a', 'b', 'c'] } as const;
  expect([0, 1, 2].map((wanted) => exampleOf(classes, Uint8Array.of(1, 1, 0), wanted))).toEqual([2, 0, null]);
  const labels = { task: 'multi-label', classNames: ['a', 'b'] } as const;
  const rows = Uint8Array.of(0, 0, 1, 1, 1, 0);
  expect([0, 1].map((wanted) => exampleOf(labels, rows, wanted))).toEqual([2, 1]);
});
