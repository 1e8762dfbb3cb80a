import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisPosition, logOddsAt, logOddsOf, probabilityOf } from './score-axis.ts';

describe('the axis of scores', () => {
  it('keeps the order, is even about ½, and is undone by its inverse', () => {
    const logOdds = fc.double({ min: -12, max: 12, noNaN: true });
    fc.assert(
      fc.property(logOdds, logOdds, (one, other) => {
        if (one < other) expect(axisPosition(one)).toBeLessThanOrEqual(axisPosition(other));
        expect(axisPosition(one) + axisPosition(-one)).toBeCloseTo(1, 12);
        expect(logOddsAt(axisPosition(one))).toBeCloseTo(one, 8);
      }),
    );
    expect([axisPosition(-1e9), axisPosition(0), axisPosition(1e9)]).toEqual([0, 0.5, 1]);
  });

  it('spreads what either loss gives: a wavering model and a sure one both take more than half of it', () => {
    const span = (most: number) => axisPosition(most) - axisPosition(-most);
    expect(span(3)).toBeGreaterThan(0.5);
    expect(span(10)).toBeLessThan(0.96);
  });
});

it('turns probabilities into log-odds and back', () => {
  for (const probability of [1e-6, 0.25, 0.5, 0.999]) {
    expect(probabilityOf(logOddsOf(probability))).toBeCloseTo(probability, 12);
  }
});
