import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactExp, exactLog, exactLog1p, exactSinCos, integerPower } from './exact-math.ts';

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);

/** Place of a number in the order of all doubles, so that neighbours are 1 apart. */
function placeOf(value: number): bigint {
  double[0] = value === 0 ? 0 : value;
  return bits[0]! < 0n ? -(bits[0]! & 0x7fffffffffffffffn) : bits[0]!;
}

/** Doubles between the two. */
function steps(value: number, other: number): number {
  if (Object.is(value, other) || value === other) return 0;
  const distance = placeOf(value) - placeOf(other);
  return Number(distance < 0n ? -distance : distance);
}

const positive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });
const RUNS = { numRuns: 5000 };

describe('the exact functions', () => {
  // The engine's own are within one step of the truth, ours too: two between them.
  it('give the logarithm within two steps of the engine’s', () => {
    fc.assert(
      fc.property(fc.oneof(positive, fc.double({ min: 0.5, max: 2, noNaN: true })), (x) => {
        expect(steps(exactLog(x), Math.log(x))).toBeLessThanOrEqual(2);
      }),
      RUNS,
    );
    expect([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1].map(exactLog)).toEqual(
      [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1].map(Math.log),
    );
  });

  it('give log1p and exp within two steps of the engine’s', () => {
    const any = fc.double({ noNaN: true });
    fc.assert(
      fc.property(
        fc.oneof(fc.double({ min: -1, max: 4, noNaN: true }), positive, fc.double({ min: -1e-9, max: 1e-9 })),
        (x) => {
          if (!Number.isNaN(x)) expect(steps(exactLog1p(x), Math.log1p(x))).toBeLessThanOrEqual(2);
        },
      ),
      RUNS,
    );
    fc.assert(
      fc.property(fc.oneof(fc.double({ min: -746, max: 710, noNaN: true }), any), (x) => {
        expect(steps(exactExp(x), Math.exp(x))).toBeLessThanOrEqual(2);
      }),
      RUNS,
    );
    expect(exactLog1p(-1)).toBe(Number.NEGATIVE_INFINITY);
    expect(exactLog1p(-2)).toBeNaN();
    expect(exactExp(0)).toBe(1);
    expect(exactExp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exactExp(Number.NaN)).toBeNaN();
  });

  it('give sine and cosine within two steps of the engine’s, or 1e-16 where they pass 0', () => {
    fc.assert(
      fc.property(fc.double({ min: -1000, max: 1000, noNaN: true }), (angle) => {
        const { sin, cos } = exactSinCos(angle);
        for (const [ours, theirs] of [
          [sin, Math.sin(angle)],
          [cos, Math.cos(angle)],
        ] as const) {
          if (Math.abs(ours - theirs) > 1e-16) expect(steps(ours, theirs)).toBeLessThanOrEqual(2);
        }
      }),
      RUNS,
    );
    expect(exactSinCos(0)).toEqual({ sin: 0, cos: 1 });
  });

  it('give whole powers exactly where they are whole numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 37 }), fc.integer({ min: 0, max: 10 }), (base, exponent) => {
        expect(integerPower(base, exponent)).toBe(Number(BigInt(base) ** BigInt(exponent)));
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.nat(2000), (base, exponent) => {
        const power = integerPower(base, exponent);
        expect(Math.abs(power - base ** exponent)).toBeLessThanOrEqual(
          (exponent + 4) * 2 ** -52 * power + Number.MIN_VALUE,
        );
      }),
    );
  });
});
