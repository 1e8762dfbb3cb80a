import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decayPoints } from './decay-points.ts';

describe('decayPoints', () => {
  const decays = (epochs: number, decayAt: readonly number[]) =>
    decayPoints(epochs, decayAt).toSorted((a, b) => a - b);

  it('are shares of the epochs, rounded down', () => {
    expect(decays(10, [0.5, 0.75])).toEqual([5, 7]);
    expect(decays(100, [0.5, 0.75])).toEqual([50, 75]);
    expect(decays(3, [0.5, 0.75])).toEqual([1, 2]);
    // 0.29 · 100 is a hair below 29 in floating point.
    expect(decays(100, [0.29])).toEqual([29]);
  });

  it('never fire before the first epoch or after the last, nor twice in one', () => {
    expect(decays(1, [0.5, 0.75])).toEqual([]);
    expect(decays(10, [0, 1])).toEqual([]);
    expect(decays(2, [0.5, 0.75])).toEqual([1]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        (epochs, decayAt) => {
          const points = decays(epochs, decayAt);
          for (const epoch of points) {
            expect(epoch).toBeGreaterThan(0);
            expect(epoch).toBeLessThan(epochs);
          }
          expect(new Set(points).size).toBe(points.length);
        },
      ),
    );
  });
});
