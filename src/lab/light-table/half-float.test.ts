import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfBits, halfValue } from './half-float.ts';

describe('half floats', () => {
  it('read back as they were written, all of them', () => {
    for (let half = 0; half < 2 ** 16; half++) {
      const value = halfValue(half);
      if (Number.isNaN(value)) expect(Number.isNaN(halfValue(halfBits(value)))).toBe(true);
      else expect(halfBits(value)).toBe(half);
    }
  });

  it('are the nearest to what was written, even ones at a tie', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.float({ min: -65504, max: 65504, noNaN: true }),
          fc.float({ min: Math.fround(-0.001), max: Math.fround(0.001), noNaN: true }),
        ),
        (value) => {
          const half = halfBits(value);
          const error = Math.abs(halfValue(half) - value);
          const others = [half - 1, half + 1].filter((bits) => (bits & 0x7c00) !== 0x7c00 && bits >= 0);
          for (const other of others) {
            const distance = Math.abs(halfValue(other) - value);
            expect(error).toBeLessThanOrEqual(distance);
            if (error === distance && error > 0) expect(half & 1).toBe(0);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('know their bounds', () => {
    expect(halfValue(halfBits(65519))).toBe(65504);
    expect(halfValue(halfBits(65520))).toBe(Number.POSITIVE_INFINITY);
    expect(halfValue(halfBits(2 ** -24))).toBe(2 ** -24);
    expect(halfValue(halfBits(2 ** -25))).toBe(0);
    expect(halfValue(halfBits(1 / 3))).toBe(0.333251953125);
    expect(Object.is(halfValue(halfBits(-0)), -0)).toBe(true);
  });
});
