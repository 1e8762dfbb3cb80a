import { expect, test } from 'vitest';
import { logRange } from './log-axis.ts';

test('the axis ends at the powers of ten around the values', () => {
  expect(logRange([3, 250])).toEqual({ low: 1, high: 1000, ticks: [1, 10, 100, 1000] });
  expect(logRange([0.5, 0.7])).toEqual({ low: 0.1, high: 1, ticks: [0.1, 1] });
});

test('one value, or none, still makes an axis', () => {
  expect(logRange([10])).toEqual({ low: 10, high: 100, ticks: [10, 100] });
  expect(logRange([0, Number.NaN])).toEqual({ low: 1, high: 10, ticks: [1, 10] });
});
