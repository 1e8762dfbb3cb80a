import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKept, keptStride, SCORES_BUDGET } from './kept-epochs.ts';

describe('the budget of a run', () => {
  it('is kept however long the run, with the first epoch and the last, and none comes back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 600 * 20 }),
        (last, values) => {
          const kept = (end: number) =>
            Array.from({ length: end }, (_, at) => at + 1).filter((epoch) => isKept(epoch, end, values));
          const now = kept(last);
          expect(now[0]).toBe(1);
          expect(now.at(-1)).toBe(last);
          if (now.length > 3) expect(now.length * values * 4).toBeLessThanOrEqual(SCORES_BUDGET);
          const before = new Set(kept(Math.max(1, last - 1)));
          for (const epoch of now) if (epoch < last) expect(before.has(epoch)).toBe(true);
        },
      ),
    );
  });

  it('has room for every epoch of a run of one output', () => {
    expect(keptStride(800, 600)).toBe(1);
    expect(keptStride(100, 600 * 14)).toBe(2);
  });
});
