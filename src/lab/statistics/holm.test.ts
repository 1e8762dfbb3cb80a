import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from './holm.ts';

describe('Holm with tests that are not defined', () => {
  const ps = fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN)), {
    maxLength: 12,
  });

  it('leaves the others as if they were not there', () => {
    expect(holm([0.01, Number.NaN, 0.04, 0.03, Number.NaN, 0.005])).toEqual([
      0.03,
      Number.NaN,
      0.06,
      0.06,
      Number.NaN,
      0.02,
    ]);
    fc.assert(
      fc.property(ps, (values) => {
        const adjusted = holm(values);
        const isDefined = (value: number) => !Number.isNaN(value);
        expect(adjusted.filter(isDefined)).toEqual(holm(values.filter(isDefined)));
        values.forEach((value, index) => {
          expect(Number.isNaN(adjusted[index]!)).toBe(Number.isNaN(value));
        });
      }),
    );
  });

  it('adjusts none where none is defined', () => {
    expect(holm([])).toEqual([]);
    expect(holm([Number.NaN])).toEqual([Number.NaN]);
  });
});
