import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from '../statistics/auc.ts';
import { rocCurve } from '../statistics/curves.ts';
import { pairRank, thresholdCounts, worstPlaced } from './operating-point.ts';

/** Labels with scores that often tie. */
const judged = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -8, max: 8 })), {
    minLength: 1,
    maxLength: 80,
  })
  .map((items) => ({ labels: items.map(([label]) => label), scores: items.map(([, score]) => score / 2) }));

const bothClasses = judged.filter(({ labels }) => new Set(labels).size === 2);

describe('a threshold', () => {
  it('puts each image on one side: the counts are those of a plain count, and add up', () => {
    fc.assert(
      fc.property(judged, fc.double({ min: -5, max: 5, noNaN: true }), ({ labels, scores }, threshold) => {
        const counts = thresholdCounts(labels, scores);
        const count = (label: number, above: boolean) =>
          scores.filter((score, at) => labels[at] === label && score >= threshold === above).length;
        const point = counts.at(threshold);
        expect(point).toMatchObject({
          found: count(1, true),
          missed: count(1, false),
          falseAlarms: count(0, true),
          passed: count(0, false),
        });
        expect(point.found + point.missed).toBe(counts.positives);
        expect(point.falseAlarms + point.passed).toBe(counts.negatives);
        expect(counts.positives + counts.negatives).toBe(scores.length);
      }),
    );
  });

  it('finds fewer and alarms less falsely the higher it is, and is a point of the ROC curve', () => {
    fc.assert(
      fc.property(bothClasses, ({ labels, scores }) => {
        const { at } = thresholdCounts(labels, scores);
        const curve = rocCurve(labels, scores);
        let before = at(Number.NEGATIVE_INFINITY);
        expect([before.sensitivity, before.specificity]).toEqual([1, 0]);
        for (const threshold of [...scores].sort((a, b) => a - b)) {
          const point = at(threshold);
          expect(point.found).toBeLessThanOrEqual(before.found);
          expect(point.falseAlarms).toBeLessThanOrEqual(before.falseAlarms);
          const distances = curve.map(({ x, y }) =>
            Math.hypot(x - (1 - point.specificity!), y - point.sensitivity!),
          );
          expect(Math.min(...distances)).toBeLessThan(1e-9);
          before = point;
        }
        const none = at(Number.POSITIVE_INFINITY);
        expect([none.sensitivity, none.specificity]).toEqual([0, 1]);
      }),
    );
  });

  it('has no sensitivity without positives, and no specificity without negatives', () => {
    expect(thresholdCounts([0, 0], [1, 2]).at(0).sensitivity).toBeNull();
    expect(thresholdCounts([1, 1], [1, 2]).at(0).specificity).toBeNull();
  });
});

describe('the rank among the other class', () => {
  it('averages to the AUC over either class, ties at a half', () => {
    fc.assert(
      fc.property(bothClasses, ({ labels, scores }) => {
        for (const label of [0, 1]) {
          const shares = labels.flatMap((own, image) => {
            if (own !== label) return [];
            const { others, right, tied } = pairRank(labels, scores, image);
            return [(right + tied / 2) / others];
          });
          const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
          expect(mean).toBeCloseTo(auc(labels, scores)!, 9);
        }
      }),
    );
  });

  it('is worst for the image that is named so', () => {
    fc.assert(
      fc.property(bothClasses, ({ labels, scores }) => {
        const wrong = labels.map((_, image) => {
          const { others, right, tied } = pairRank(labels, scores, image);
          return (others - right - tied / 2) / others;
        });
        const worst = worstPlaced(labels, scores);
        const strictly = scores.some((score, at) =>
          scores.some((other, to) => labels[at] === 1 && labels[to] === 0 && score < other),
        );
        if (worst === null) expect(strictly).toBe(false);
        else expect(wrong[worst]).toBe(Math.max(...wrong));
      }),
    );
    expect(worstPlaced([0, 0, 1, 1], [0, 3, 2, 4])).not.toBeNull();
    expect(worstPlaced([0, 0, 1, 1], [0, 1, 2, 3])).toBeNull();
  });
});
