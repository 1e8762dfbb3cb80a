import { expect, it } from 'vitest';
import { movedByKey } from './slider-keys.ts';

const RANGE = { step: 1, stride: 10, first: 0, last: 20 };

it('moves by a step or a stride, and not beyond the ends', () => {
  const from5 = (key: string, shiftKey = false) => movedByKey({ key, shiftKey }, 5, RANGE);
  expect([from5('ArrowRight'), from5('ArrowUp'), from5('ArrowLeft'), from5('ArrowDown')]).toEqual([
    6, 6, 4, 4,
  ]);
  expect([from5('ArrowRight', true), from5('ArrowLeft', true)]).toEqual([15, 0]);
  expect([from5('PageUp'), from5('PageDown'), from5('Home'), from5('End')]).toEqual([15, 0, 0, 20]);
  expect(from5('Enter')).toBeUndefined();
});
