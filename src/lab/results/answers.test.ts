import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracy } from '../statistics/scores.ts';
import { answersAt, rightAnswers, standardThresholds, wrongness } from './answers.ts';
import { randomPart, scoredOf } from './testing/scored.ts';

describe('answers', () => {
  it('of two classes are counted in two ways', () => {
    const part = scoredOf('binary', [[-1], [2], [0.5], [-3], [1]], [0, 0, 1, 1, 1]);
    const { called, confusion, classes } = answersAt(part, [0]);
    expect([...called[0]!]).toEqual([0, 1, 1, 0, 1]);
    expect([...confusion]).toEqual([1, 1, 1, 2]);
    expect(classes).toEqual([
      { found: 1, missed: 1, falseAlarms: 1, passed: 2 },
      { found: 2, missed: 1, falseAlarms: 1, passed: 1 },
    ]);
    expect([...answersAt(part, [1]).confusion]).toEqual([1, 1, 2, 1]);
  });

  it('of several classes are the likeliest one, and one of them from its threshold on', () => {
    const rows = [
      [3, 1, 0],
      [0, 2, 1],
      [0, 1, 2],
    ];
    const part = scoredOf('multi-class', rows, [0, 1, 2]);
    expect([...answersAt(part, [null, null, null]).called[0]!]).toEqual([0, 1, 2]);
    // Everything is class 1 from low enough on, nothing from high enough on: then the next likeliest.
    expect([...answersAt(part, [null, -50, null]).called[0]!]).toEqual([1, 1, 1]);
    expect([...answersAt(part, [null, 50, null]).called[0]!]).toEqual([0, 2, 2]);
  });

  it('of labels are given one by one', () => {
    const part = scoredOf(
      'multi-label',
      [
        [1, -1],
        [1, 1],
        [-1, -1],
      ],
      [1, 0, 0, 1, 0, 1],
    );
    const answers = answersAt(part, [0, 0]);
    expect(answers.classes).toEqual([
      { found: 1, missed: 0, falseAlarms: 1, passed: 1 },
      { found: 1, missed: 1, falseAlarms: 0, passed: 1 },
    ]);
    expect([...rightAnswers(part, answers)]).toEqual([1, 0, 0]);
  });

  it('are as many as there are images, and right as often as the accuracy says', () => {
    const tasks = fc.constantFrom('binary', 'multi-class', 'multi-label');
    fc.assert(
      fc.property(tasks, fc.integer({ min: 1, max: 60 }), fc.nat(1000), (task, count, seed) => {
        const part = randomPart(task, count, task === 'binary' ? 2 : 4, seed);
        // A score of exactly 0 is called, where accuracy does not; nudged, the two agree.
        const thresholds = standardThresholds(task, part.scores.length).map((at) => at && at + 1e-9);
        const nudged = task === 'multi-class' ? thresholds : part.scores.map(() => 1e-9);
        const answers = answersAt(part, nudged);
        for (const { found, missed, falseAlarms, passed } of answers.classes) {
          expect(found + missed + falseAlarms + passed).toBe(count);
        }
        const wanted = accuracy(part.predictions, task);
        if (task === 'multi-label') {
          const right = answers.classes.reduce((sum, { found, passed }) => sum + found + passed, 0);
          expect(right / count / 4).toBeCloseTo(wanted, 12);
        } else {
          const right = rightAnswers(part, answers).reduce((sum, value) => sum + value, 0);
          expect(right / count).toBeCloseTo(wanted, 12);
        }
      }),
    );
  });
});

it('is the more wrong the further a score is on the wrong side', () => {
  const part = scoredOf('binary', [[-1], [2], [0.5], [-3]], [0, 0, 1, 1]);
  expect([...wrongness(part, [1], 0)]).toEqual([-2, 1, 0.5, 4]);
  const several = scoredOf(
    'multi-class',
    [
      [5, 0],
      [5, 0],
    ],
    [0, 1],
  );
  const [right, wrong] = wrongness(several, [null, null], 0);
  expect(right).toBeCloseTo(-5, 12);
  expect(wrong).toBeCloseTo(5, 12);
});
