import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc, midranks } from './auc.ts';

/** Labels with both classes, and whole scores with many ties. */
const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -6, max: 6 })), { maxLength: 50 })
  .map((rows) => [[0, 0], [1, 1], ...rows])
  .map((rows) => ({ labels: rows.map(([label]) => label!), scores: rows.map(([, score]) => score!) }));

function bruteForce(labels: readonly number[], scores: readonly number[]): number {
  let [won, pairs] = [0, 0];
  labels.forEach((positive, i) => {
    labels.forEach((negative, j) => {
      if (positive !== 1 || negative !== 0) return;
      pairs += 1;
      won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    });
  });
  return won / pairs;
}

describe('auc', () => {
  it('is the share of pairs ranked rightly, ties counting half', () => {
    fc.assert(
      fc.property(scored, ({ labels, scores }) => {
        expect(auc(labels, scores)).toBeCloseTo(bruteForce(labels, scores), 12);
      }),
    );
  });

  it('knows only the order: a strictly monotone map changes nothing', () => {
    fc.assert(
      fc.property(
        scored,
        fc.constantFrom(Math.atan, Math.exp, (x: number) => x ** 3),
        ({ labels, scores }, map) => {
          expect(auc(labels, scores.map(map))).toBe(auc(labels, scores));
        },
      ),
    );
  });

  it('is what is left to 1 when the scores or the labels are turned round', () => {
    fc.assert(
      fc.property(scored, ({ labels, scores }) => {
        const area = auc(labels, scores)!;
        const negated = scores.map((score) => -score);
        expect(auc(labels, negated)).toBeCloseTo(1 - area, 12);
        expect(
          auc(
            labels.map((label) => 1 - label),
            scores,
          ),
        ).toBeCloseTo(1 - area, 12);
      }),
    );
  });

  it('does not depend on the order of the items', () => {
    fc.assert(
      fc.property(scored, ({ labels, scores }) => {
        expect(auc(labels.toReversed(), scores.toReversed())).toBeCloseTo(auc(labels, scores)!, 12);
      }),
    );
  });

  it('is not defined where a class is missing', () => {
    expect(auc([1, 1], [0.2, 0.4])).toBeNull();
    expect(auc([0, 0], [0.2, 0.4])).toBeNull();
    expect(auc([], [])).toBeNull();
  });

  it('takes large typed arrays', () => {
    const count = 50_000;
    const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
    expect(auc(labels, Float32Array.from(labels))).toBe(1);
    expect(auc(labels, new Float32Array(count))).toBe(0.5);
  });
});

describe('midranks', () => {
  it('sum to n (n + 1) / 2, and equal values have equal ranks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1 }), (values) => {
        const ranks = midranks(values);
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBe((values.length * (values.length + 1)) / 2);
        values.forEach((value, index) => {
          expect(ranks[index]).toBe(ranks[values.indexOf(value)]);
        });
      }),
    );
  });
});
