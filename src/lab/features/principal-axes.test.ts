import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { Covariance, jacobi, PrincipalAxes } from './principal-axes.ts';

function axesOf(matrix: Float64Array, width: number) {
  const axes = new PrincipalAxes(matrix, width);
  while (!axes.turn());
  return axes.axes;
}

/** Rows with a spread of their own along each coordinate, mixed by a rotation-like matrix. */
function rowsOf(seed: number, count: number, width: number): Float32Array {
  const random = createRandom(seed, 99);
  const mixing = Array.from({ length: width * width }, () => random.normal());
  const rows = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    const own = Array.from({ length: width }, (_, at) => random.normal() / (1 + at));
    for (let at = 0; at < width; at++) {
      rows[row * width + at] =
        100 + own.reduce((sum, value, from) => sum + value * mixing[from * width + at]!, 0);
    }
  }
  return rows;
}

const cases = fc.record({
  seed: fc.nat(1e6),
  count: fc.integer({ min: 3, max: 60 }),
  width: fc.integer({ min: 2, max: 24 }),
});

describe('the covariance of rows', () => {
  it('is that of its definition, however the rows come', () => {
    fc.assert(
      fc.property(cases, ({ seed, count, width }) => {
        const rows = rowsOf(seed, count, width);
        const sums = new Covariance(rows.subarray(0, width));
        const cut = width * Math.floor(count / 2);
        sums.add(rows.subarray(0, cut));
        sums.add(rows.subarray(cut));
        const mean = Array.from({ length: width }, (_, at) => {
          let sum = 0;
          for (let row = 0; row < count; row++) sum += rows[row * width + at]!;
          return sum / count;
        });
        sums.mean.forEach((value, at) => {
          expect(value).toBeCloseTo(mean[at]!, 9);
        });
        const { matrix } = sums;
        const scale = Math.max(...matrix.map(Math.abs));
        for (let one = 0; one < width; one++) {
          for (let other = 0; other < width; other++) {
            let sum = 0;
            for (let row = 0; row < count; row++)
              sum += (rows[row * width + one]! - mean[one]!) * (rows[row * width + other]! - mean[other]!);
            expect(Math.abs(matrix[one * width + other]! - sum / count)).toBeLessThan(1e-9 * scale);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('the two axes of largest variance', () => {
  it('are those of Jacobi’s method on the whole matrix, and their shares', () => {
    fc.assert(
      fc.property(cases, ({ seed, count, width }) => {
        const rows = rowsOf(seed, count, width);
        const sums = new Covariance(rows.subarray(0, width));
        sums.add(rows);
        const { matrix } = sums;
        const all = jacobi(matrix, width);
        const total = all.values.reduce((sum, value) => sum + value, 0);
        const { first, second, shares } = axesOf(matrix, width);
        expect(shares[0]).toBeCloseTo(all.values[0]! / total, 9);
        expect(shares[1]).toBeCloseTo(all.values[1]! / total, 9);
        // An axis that is as long as the next one is any of a plane.
        const isApart = (axis: number) =>
          all.values[axis]! - (all.values[axis + 1] ?? 0) > 0.05 * all.values[0]! &&
          (axis === 0 || all.values[axis - 1]! - all.values[axis]! > 0.05 * all.values[0]!);
        for (const [axis, found] of [first, second].entries()) {
          if (!isApart(axis)) continue;
          const along = found.reduce((sum, value, at) => sum + value * all.vectors[axis]![at]!, 0);
          expect(Math.abs(along)).toBeCloseTo(1, 6);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are orthonormal, and the same each time, with their largest component positive', () => {
    const rows = rowsOf(3, 50, 12);
    const sums = new Covariance(rows.subarray(0, 12));
    sums.add(rows);
    const { first, second } = axesOf(sums.matrix, 12);
    const dot = (one: Float64Array, other: Float64Array) =>
      one.reduce((sum, value, at) => sum + value * other[at]!, 0);
    expect(dot(first, first)).toBeCloseTo(1, 12);
    expect(dot(second, second)).toBeCloseTo(1, 12);
    expect(dot(first, second)).toBeCloseTo(0, 12);
    for (const axis of [first, second]) {
      expect(
        axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0),
      ).toBeGreaterThan(0);
    }
    expect(axesOf(sums.matrix, 12)).toEqual({ first, second, shares: expect.anything() });
  });

  it('of features that are all the same are some, with no share', () => {
    const { shares, first } = axesOf(new Float64Array(16), 4);
    expect(shares).toEqual([0, 0]);
    expect(first.every(Number.isFinite)).toBe(true);
  });
});

it('Jacobi’s method gives eigenvectors', () => {
  const matrix = Float64Array.of(4, 1, -2, 1, 2, 0, -2, 0, 3);
  const { values, vectors } = jacobi(matrix, 3);
  vectors.forEach((vector, place) => {
    for (let row = 0; row < 3; row++) {
      const image = vector.reduce((sum, value, at) => sum + matrix[row * 3 + at]! * value, 0);
      expect(image).toBeCloseTo(values[place]! * vector[row]!, 12);
    }
  });
  expect(values).toEqual(values.toSorted((a, b) => b - a));
});
