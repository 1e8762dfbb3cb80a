import { expect, it } from 'vitest';
import { leastStepBytes } from './least-step-bytes.ts';

const TINY = {
  shape: { dims: 2, stem: 'small', width: 1, channels: 1 },
  edge: 8,
  batch: 1,
  bytesPerActivation: 4,
} as const;

it('is what counting by hand gives', () => {
  // Maps: stem and four convolutions of 8×8×1; five of 4×4×2, of 2×2×4 and of 1×1×8, shortcuts among them.
  const maps = 5 * 64 + 5 * 32 + 5 * 16 + 5 * 8;
  // 3×3 kernels: stem and stage 1 five times 9; then 1→2, 2→2 three times, and the shortcut; and so on.
  const weights = 5 * 9 + (9 * (2 + 3 * 4) + 2) + (9 * (8 + 3 * 16) + 8) + (9 * (32 + 3 * 64) + 32);
  expect(leastStepBytes(TINY)).toBe(4 * 64 + 4 * 2 * 2 * maps + 4 * 2 * weights);
});

it('grows with the batch, and falls with half precision', () => {
  const least = leastStepBytes(TINY);
  const activations = leastStepBytes({ ...TINY, batch: 2 }) - least;
  expect(leastStepBytes({ ...TINY, batch: 3 })).toBe(least + 2 * activations);
  expect(leastStepBytes({ ...TINY, bytesPerActivation: 2 })).toBeLessThan(least);
});
