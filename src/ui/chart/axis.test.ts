import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisRange, axisWidth, epochTicks, spreadLabels } from './axis.ts';

const value = fc.double({ min: 0, max: 1, noNaN: true });

describe('axisRange', () => {
  it('holds every value, stays within floor and ceiling, and marks a break exactly when the floor is left out', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        const { low, high, ticks, broken } = axisRange(values, { floor: 0, ceiling: 1 });
        expect(low).toBeLessThanOrEqual(Math.min(...values));
        expect(high).toBeGreaterThanOrEqual(Math.max(...values));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(broken).toBe(low > 0);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(9);
      }),
    );
  });

  it('starts where it matters', () => {
    expect(axisRange([0.9, 0.96], { floor: 0, ceiling: 1 })).toMatchObject({ broken: true });
    expect(axisRange([0.9, 0.96], { floor: 0, ceiling: 1 }).low).toBeGreaterThan(0.8);
  });

  it('names a floor that lies between two round ticks', () => {
    expect(axisRange([0.52, 0.9], { floor: 0.5, ceiling: 1 }).ticks[0]).toBe(0.5);
    expect(axisRange([0.5, 1], { floor: 0.5, ceiling: 1 }).ticks).toEqual([0.5, 0.6, 0.8, 1]);
  });

  it('has a range before there is data', () => {
    expect(axisRange([], { floor: 0, ceiling: 1 })).toMatchObject({ low: 0, high: 1, broken: false });
    expect(axisRange([Number.NaN], { floor: 0, ceiling: null }).high).toBeGreaterThan(0);
  });
});

describe('axisWidth', () => {
  it('is common to most charts, and has room for numbers that are longer', () => {
    expect([['0.500', '1.000'], ['0', '62.1K'], []].map(axisWidth)).toEqual([44, 44, 44]);
    expect(axisWidth(['0', '1.2e38'])).toBeGreaterThanOrEqual(48);
  });
});

describe('epochTicks', () => {
  it('are whole and few', () => {
    expect(epochTicks(3)).toEqual([0, 1, 2, 3]);
    expect(epochTicks(50)).toEqual([0, 10, 20, 30, 40, 50]);
  });
});

describe('spreadLabels', () => {
  it('keeps the gap and the order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 10 }),
        (wanted) => {
          const placed = spreadLabels(wanted, 14, 0, 200);
          const sorted = [...placed].sort((a, b) => a - b);
          for (let i = 1; i < sorted.length; i++)
            expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(14 - 1e-9);
          for (let i = 0; i < wanted.length; i++) {
            for (let j = 0; j < wanted.length; j++) {
              if (wanted[i]! < wanted[j]!) expect(placed[i]!).toBeLessThan(placed[j]!);
            }
          }
        },
      ),
    );
  });

  it('leaves alone what is apart', () => {
    expect(spreadLabels([10, 100, 50], 14, 0, 200)).toEqual([10, 100, 50]);
  });
});
