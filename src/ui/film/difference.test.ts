import { expect, it } from 'vitest';
import { differenceOf } from './difference.ts';

it('is grey where nothing changed, and scaled so that the largest change is black or white', () => {
  const before = Uint8ClampedArray.of(10, 20, 30, 255, 100, 100, 100, 255);
  const after = Uint8ClampedArray.of(10, 20, 30, 255, 151, 49, 100, 255);
  const { pixels, largest } = differenceOf(before, after);
  expect([...pixels]).toEqual([128, 128, 128, 255, 255, 1, 128, 255]);
  expect(largest).toBeCloseTo(0.2);
  expect(differenceOf(before, before).largest).toBe(0);
});
