import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isInside, lassoed } from './lasso.ts';

const L = [
  { x: 0, y: 0 },
  { x: 2, y: 0 },
  { x: 2, y: 1 },
  { x: 1, y: 1 },
  { x: 1, y: 2 },
  { x: 0, y: 2 },
];

it('a lasso holds what is within it, also where it is bent', () => {
  expect(lassoed([0.5, 1.5, 1.5, 3], [1.5, 0.5, 1.5, 1], L)).toEqual([0, 1]);
  expect(lassoed([1], [1], [])).toEqual([]);
});

it('a round lasso holds what is nearer to its middle than it is', () => {
  const circle = Array.from({ length: 400 }, (_, at) => ({
    x: Math.cos((at * Math.PI) / 200),
    y: Math.sin((at * Math.PI) / 200),
  }));
  fc.assert(
    fc.property(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (x, y) => {
        const distance = Math.hypot(x, y);
        fc.pre(Math.abs(distance - 1) > 0.01);
        expect(isInside({ x, y }, circle)).toBe(distance < 1);
      },
    ),
  );
});
