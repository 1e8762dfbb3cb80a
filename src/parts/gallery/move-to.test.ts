import { expect, it } from 'vitest';
import { moveTo } from './move-to.ts';

/** Ten images in rows of four, two rows in sight. */
const grid = { count: 10, columns: 4, page: 8 };

it('moves by one, by a row, by a page and to the ends, never out of the grid', () => {
  expect(moveTo('ArrowRight', 3, grid)).toBe(4);
  expect(moveTo('ArrowRight', 9, grid)).toBe(9);
  expect(moveTo('ArrowLeft', 0, grid)).toBe(0);
  expect(moveTo('ArrowDown', 1, grid)).toBe(5);
  expect(moveTo('ArrowDown', 7, grid)).toBe(7);
  expect(moveTo('ArrowUp', 2, grid)).toBe(2);
  expect(moveTo('PageDown', 1, grid)).toBe(9);
  expect(moveTo('PageUp', 9, grid)).toBe(1);
  expect(moveTo('Home', 5, grid)).toBe(0);
  expect(moveTo('End', 5, grid)).toBe(9);
  expect(moveTo('x', 5, grid)).toBeNull();
});
