import { describe, expect, it } from 'vitest';
import { isFirstVisit, startsByItself } from './starts-by-itself.ts';

const FRESH = { path: '/train', search: {}, storedRuns: 0, hadFirstRun: false };
const WILLING = { reducedMotion: false, savesData: false, backend: 'simd', isDefaultRecipe: true } as const;

describe('the first run', () => {
  it('belongs to a first visit that asks for nothing', () => {
    expect(isFirstVisit(FRESH)).toBe(true);
    expect(isFirstVisit({ ...FRESH, path: '/' })).toBe(true);
    expect(isFirstVisit({ ...FRESH, search: { smoothing: 0.5 } })).toBe(true);
  });

  it.each([
    { storedRuns: 1 },
    { storedRuns: null },
    { hadFirstRun: true },
    { path: '/data' },
    { search: { recipe: 'x' } },
    { search: { plan: 'x' } },
    { search: { study: 'x' } },
    { search: { lesson: 'x' } },
    { search: { run: 'x' } },
    { search: { runs: [] } },
  ])('belongs to no other visit: %o', (change) => {
    expect(isFirstVisit({ ...FRESH, ...change })).toBe(false);
  });

  it('starts by itself unless the person asked for calm or a choice of theirs would be replaced', () => {
    expect(startsByItself(WILLING)).toBe(true);
    expect(startsByItself({ ...WILLING, backend: 'webgpu' })).toBe(true);
    for (const change of [
      { reducedMotion: true },
      { savesData: true },
      { backend: 'cpu' },
      { backend: null },
      { isDefaultRecipe: false },
    ] as const) {
      expect(startsByItself({ ...WILLING, ...change })).toBe(false);
    }
  });
});
