import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curvePath, nearestPoint } from './curve.ts';

describe('curvePath', () => {
  it('joins the points on the scale, and of thousands only as many as can be seen', () => {
    const same = (value: number) => value;
    expect(
      curvePath(
        [
          { x: 0, y: 1 },
          { x: 2, y: 3 },
        ],
        same,
        same,
      ),
    ).toBe('M0.0,1.0L2.0,3.0');
    const many = Array.from({ length: 10_000 }, (_, x) => ({ x, y: Math.sin(x) }));
    expect(curvePath(many, same, same).split('L')).toHaveLength(240);
    expect(curvePath([], same, same)).toBe('');
  });
});

describe('nearestPoint', () => {
  it('is as near as any', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: -10, max: 1010 }),
        (xs, wanted) => {
          const points = xs.toSorted((a, b) => a - b).map((x) => ({ x, y: 0 }));
          const best = Math.min(...xs.map((x) => Math.abs(x - wanted)));
          expect(Math.abs(nearestPoint(points, wanted)!.x - wanted)).toBe(best);
        },
      ),
    );
    expect(nearestPoint([], 1)).toBeUndefined();
  });
});
