import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smooth, thinPoints } from './thin-points.ts';

const curve = (values: readonly number[]) => values.map((y, x) => ({ x, y }));

describe('thinPoints', () => {
  it('keeps the ends, the order, the limit, and invents no point', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 3, max: 60 }),
        (values, limit) => {
          const points = curve(values);
          const thin = thinPoints(points, limit);
          expect(thin.length).toBe(Math.min(points.length, limit));
          expect(thin[0]).toBe(points[0]);
          expect(thin.at(-1)).toBe(points.at(-1));
          for (const point of thin) expect(points).toContain(point);
          for (let i = 1; i < thin.length; i++) expect(thin[i]!.x).toBeGreaterThan(thin[i - 1]!.x);
        },
      ),
    );
  });

  it('keeps a lonely spike', () => {
    const values = new Array<number>(10_000).fill(0);
    values[6789] = 5;
    expect(thinPoints(curve(values), 200).some((point) => point.y === 5)).toBe(true);
  });
});

describe('smooth', () => {
  it('leaves a constant alone and stays within the range of the values', () => {
    expect(smooth([2, 2, 2], 0.9)).toEqual([2, 2, 2].map(() => expect.closeTo(2, 12)));
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (values, weight) => {
          const [low, high] = [Math.min(...values) - 1e-9, Math.max(...values) + 1e-9];
          for (const value of smooth(values, weight)) expect(value >= low && value <= high).toBe(true);
        },
      ),
    );
  });

  it('changes nothing without weight', () => {
    expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });
});
