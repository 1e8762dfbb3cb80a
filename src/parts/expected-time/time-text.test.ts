import { expect, it } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { needsWebGpu } from './time-text.ts';

it('says that half precision needs WebGPU where another backend computes', () => {
  const half = [parseRecipe({}), parseRecipe({ precision: 'half' })];
  expect(needsWebGpu(half, 'simd')).toBe(true);
  expect(needsWebGpu(half, 'webgpu')).toBe(false);
  // Not before it is known what computes.
  expect(needsWebGpu(half, undefined)).toBe(false);
  expect(needsWebGpu([parseRecipe({})], 'simd')).toBe(false);
});
