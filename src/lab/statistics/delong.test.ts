import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from './auc.ts';
import { aucInterval, delong } from './delong.ts';

/** Labels with three of each class at least, and three score vectors on the same items. */
const scored = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      ...([0, 1, 2] as const).map(() => fc.integer({ min: 0, max: 8 })),
    ),
    {
      maxLength: 30,
    },
  )
  .map((rows) => [
    [0, 1, 5, 0],
    [0, 2, 0, 3],
    [0, 3, 3, 1],
    [1, 2, 4, 0],
    [1, 7, 1, 8],
    [1, 3, 2, 2],
    ...rows,
  ])
  .map((rows) => ({
    labels: rows.map((row) => row[0]!),
    vectors: [1, 2, 3].map((column) => rows.map((row) => row[column]!)),
  }));

describe('delong', () => {
  it('gives the AUCs, and a covariance that is symmetric and positive semi-definite', () => {
    fc.assert(
      fc.property(
        scored,
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 3, maxLength: 3 }),
        ({ labels, vectors }, weights) => {
          const { aucs, covariance } = delong(labels, vectors);
          vectors.forEach((scores, index) => {
            expect(aucs[index]).toBeCloseTo(auc(labels, scores)!, 12);
          });
          let form = 0;
          covariance.forEach((row, i) => {
            row.forEach((value, j) => {
              expect(value).toBeCloseTo(covariance[j]![i]!, 14);
              form += weights[i]! * weights[j]! * value;
            });
          });
          expect(form).toBeGreaterThanOrEqual(-1e-12);
        },
      ),
    );
  });

  it('sees a run and its copy as one: equal variances, and they fully covary', () => {
    fc.assert(
      fc.property(scored, ({ labels, vectors }) => {
        const [[variance, covariance], [, other]] = delong(labels, [vectors[0]!, vectors[0]!]).covariance as [
          [number, number],
          [number, number],
        ];
        expect(covariance).toBeCloseTo(variance, 14);
        expect(other).toBeCloseTo(variance, 14);
      }),
    );
  });
});

describe('aucInterval', () => {
  it('lies inside (0, 1) and holds the AUC', () => {
    fc.assert(
      fc.property(scored, ({ labels, vectors: [scores] }) => {
        const area = auc(labels, scores!)!;
        const interval = aucInterval(labels, scores!);
        if (!interval) {
          // No spread can be estimated from a perfect order, where every item ties with every other, or from two.
          const { covariance } = delong(labels, [scores!]);
          expect(area === 0 || area === 1 || covariance[0]![0]! < 1e-12).toBe(true);
          return;
        }
        expect(interval[0]).toBeGreaterThan(0);
        expect(interval[1]).toBeLessThan(1);
        expect(interval[0]).toBeLessThanOrEqual(area);
        expect(interval[1]).toBeGreaterThanOrEqual(area);
      }),
    );
  });

  it('is not defined with fewer than three of a class, nor for a perfect or a constant order', () => {
    expect(aucInterval([1, 1, 0, 0, 0], [0.5, 0.1, 0.2, 0.6, 0.1])).toBeNull();
    expect(aucInterval([1, 1, 1, 0, 0, 0], [0.9, 0.8, 0.7, 0.2, 0.1, 0])).toBeNull();
    expect(aucInterval([1, 1, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0])).toBeNull();
    expect(aucInterval([1, 1, 1, 0, 0, 0], [0.9, 0.8, 0.1, 0.2, 0.1, 0])).not.toBeNull();
  });
});
