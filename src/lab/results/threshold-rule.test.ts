import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thresholdCounts } from '../light-table/operating-point.ts';
import { scoredOf } from './testing/scored.ts';
import { chosenThresholds, ruledThreshold } from './threshold-rule.ts';

const LABELS = [0, 0, 1, 0, 1, 1];
const SCORES = [-2, -1, 0, 1, 2, 3];

describe('a threshold', () => {
  it('that finds enough is the highest of those that do', () => {
    expect(ruledThreshold({ kind: 'sensitivity', least: 0.95 }, LABELS, SCORES)).toBe(-0.5);
    expect(ruledThreshold({ kind: 'sensitivity', least: 0.6 }, LABELS, SCORES)).toBe(1.5);
    expect(ruledThreshold({ kind: 'sensitivity', least: 0 }, LABELS, SCORES)).toBeGreaterThan(3);
  });

  it('follows the cost of a miss', () => {
    expect(ruledThreshold({ kind: 'cost', falseAlarms: 10 }, LABELS, SCORES)).toBe(-0.5);
    expect(ruledThreshold({ kind: 'cost', falseAlarms: 0.5 }, LABELS, SCORES)).toBe(1.5);
    // A miss and a false alarm cost the same: of two equal ways the one that finds more.
    expect(ruledThreshold({ kind: 'cost', falseAlarms: 1 }, LABELS, SCORES)).toBe(-0.5);
  });

  it('by Youden has the largest sum of both shares', () => {
    // At −0.5: 1 + 2/3; at 1.5: 2/3 + 1.
    expect(ruledThreshold({ kind: 'youden' }, LABELS, SCORES)).toBe(-0.5);
  });

  it('does not exist where there is only one answer', () => {
    expect(ruledThreshold({ kind: 'youden' }, [1, 1], [0, 1])).toBeNull();
    const part = scoredOf('binary', [[0], [1]], [1, 1]);
    expect(chosenThresholds({ kind: 'youden' }, part, 0)).toEqual([0]);
  });

  it('is chosen for the class that is looked at, and for every label', () => {
    const rows = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const classes = scoredOf('multi-class', rows, [0, 1, 2]);
    const [first, chosen, last] = chosenThresholds({ kind: 'youden' }, classes, 1);
    expect([first, last]).toEqual([null, null]);
    expect(chosen).not.toBeNull();
    const hand = { kind: 'hand', thresholds: { 1: 0.7 } } as const;
    expect(chosenThresholds(hand, classes, 1)).toEqual([null, 0.7, null]);
    expect(chosenThresholds(hand, classes, 2)).toEqual([null, null, 0]);
    const labels = scoredOf(
      'multi-label',
      [
        [1, -1],
        [-1, 1],
      ],
      [1, 0, 0, 1],
    );
    expect(chosenThresholds({ kind: 'youden' }, labels, 0)).toEqual([0, 0]);
  });

  it('is as good as any that can be tried', () => {
    const items = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -4, max: 4 })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        items,
        fc.constantFrom(0.5, 0.9, 0.95, 1),
        fc.constantFrom(0.2, 1, 10),
        (all, least, price) => {
          const labels = all.map(([label]) => label);
          const scores = all.map(([, score]) => score);
          fc.pre(labels.includes(0) && labels.includes(1));
          const { at, positives, negatives } = thresholdCounts(labels, scores);
          const tried = Array.from({ length: 22 }, (_, step) => at(-5.25 + step / 2));
          const cost = ({ missed, falseAlarms }: { missed: number; falseAlarms: number }) =>
            price * missed + falseAlarms;
          const youden = (point: { sensitivity: number | null; specificity: number | null }) =>
            point.sensitivity! + point.specificity!;
          const byCost = at(ruledThreshold({ kind: 'cost', falseAlarms: price }, labels, scores)!);
          expect(cost(byCost)).toBeCloseTo(Math.min(...tried.map(cost)), 9);
          const byYouden = at(ruledThreshold({ kind: 'youden' }, labels, scores)!);
          expect(youden(byYouden)).toBeCloseTo(Math.max(...tried.map(youden)), 9);
          const enough = at(ruledThreshold({ kind: 'sensitivity', least }, labels, scores)!);
          expect(enough.found / positives).toBeGreaterThanOrEqual(least);
          const alarms = tried
            .filter(({ found }) => found / positives >= least)
            .map((point) => point.falseAlarms);
          expect(enough.falseAlarms).toBe(Math.min(...alarms));
          expect(negatives).toBeGreaterThan(0);
        },
      ),
    );
  });
});
