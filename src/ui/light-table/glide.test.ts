import { expect, test } from 'vitest';
import { frameGap, GLIDE_MS } from './glide.ts';

test('while a run trains a glide takes the frames that its share of the time pays, and three at least', () => {
  // Every frame of the screen: many cores, few tiles, or glides far apart.
  expect(frameGap(600, 16, 1000)).toBe(0);
  expect(frameGap(600, 2, 10_000)).toBe(0);
  expect(frameGap(60, 8, 1000)).toBe(0);
  expect(frameGap(600, 2, Number.POSITIVE_INFINITY)).toBe(0);
  // Few: 600 tiles on two cores, an epoch a second.
  expect(GLIDE_MS / frameGap(600, 2, 1000)).toBe(3);
  expect(GLIDE_MS / frameGap(600, 2, 100)).toBe(3);
  expect(GLIDE_MS / frameGap(600, 4, 1000)).toBe(6);
});
