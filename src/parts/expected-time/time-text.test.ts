import { expect, it } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { needsWebGpu, timeText } from './time-text.ts';

it('says that half precision needs WebGPU where another backend computes', () => {
  const half = [parseRecipe({}), parseRecipe({ precision: 'half' })];
  expect(needsWebGpu(half, 'simd')).toBe(true);
  expect(needsWebGpu(half, 'webgpu')).toBe(false);
  // Not before it is known what computes.
  expect(needsWebGpu(half, undefined)).toBe(false);
  expect(needsWebGpu([parseRecipe({})], 'simd')).toBe(false);
});

it('says by what a time is known, and of which runs it is not', () => {
  const time = { seconds: 120, unmeasured: 0, byBench: 0, bySimilar: 0 };
  expect(timeText(time, 4)).toBe('about 2 min on this device');
  expect(timeText({ ...time, byBench: 1 }, 4)).toBe('about 2 min by the bench of this device');
  expect(timeText({ ...time, bySimilar: 4 }, 4)).toBe('about 2 min by other runs on this device');
  expect(timeText({ ...time, unmeasured: 1 }, 4)).toMatch(/, and 1 run of a kind not measured yet$/);
  expect(timeText({ ...time, unmeasured: 4 }, 4)).toBe('time not measured yet');
});
