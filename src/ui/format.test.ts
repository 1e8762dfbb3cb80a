import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAuc,
  formatCount,
  formatDuration,
  formatFigure,
  formatLoss,
  formatRate,
  formatRoughly,
} from './format.ts';

describe('numbers for a person', () => {
  it('writes AUC to three places', () => {
    expect([0.9614, 1, 0.5, null, Number.NaN].map(formatAuc)).toEqual(['0.961', '1.000', '0.500', '–', '–']);
  });

  it('writes durations as a clock would', () => {
    expect([0.4, 59.4, 59.6, 100, 3599.6, 7500].map(formatDuration)).toEqual([
      '0 s',
      '59 s',
      '1:00',
      '1:40',
      '1 h 00',
      '2 h 05',
    ]);
  });

  it('rounds estimates more the longer they are', () => {
    expect([0.2, 7.4, 43, 130, 7200].map(formatRoughly)).toEqual(['1 s', '7 s', '45 s', '2 min', '2.0 h']);
  });

  it('keeps small losses readable', () => {
    expect([0.71234, 12.3456, 0.00012, 0].map(formatLoss)).toEqual(['0.712', '12.3', '1.2e-4', '0']);
    expect([9999, 62_080, 6.2e9].map(formatLoss)).toEqual(['10000', '62.1K', '6.2B']);
    expect([9.994e14, 9.996e14, 6.2e18, 2e30, 3.4e38].map(formatLoss)).toEqual([
      '999T',
      '1e15',
      '6.2e18',
      '2e30',
      '3.4e38',
    ]);
    expect([1234.5, 3.456, 31.2].map(formatRate)).toEqual(['1235', '3.5', '31']);
  });

  it('writes counts as the browser would', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.maxSafeNat()), (count) => {
        expect(formatCount(count)).toBe(count.toLocaleString('en'));
      }),
    );
  });

  it('writes measured figures to three digits', () => {
    expect([0.01234, 5.678, 99.96, 645.3, 12345.6].map(formatFigure)).toEqual([
      '0.0123',
      '5.68',
      '100',
      '645',
      '12,346',
    ]);
  });
});
