import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { answersAt, standardThresholds } from './answers.ts';
import { accuracyRates, classRates, macroRates, RATE_NAMES } from './class-rates.ts';
import { randomPart, scoredOf } from './testing/scored.ts';

it('tells the shares of a class', () => {
  const rates = classRates({ found: 8, missed: 2, falseAlarms: 4, passed: 86 });
  expect(rates.sensitivity.value).toBe(0.8);
  expect(rates.specificity.value).toBeCloseTo(86 / 90, 12);
  expect(rates.precision.value).toBeCloseTo(8 / 12, 12);
  expect(rates.f1.value).toBeCloseTo(16 / 22, 12);
  const none = classRates({ found: 0, missed: 0, falseAlarms: 0, passed: 9 });
  expect(none.sensitivity).toEqual({ value: null, interval: null });
  expect(none.precision).toEqual({ value: null, interval: null });
  expect(none.f1).toEqual({ value: null, interval: null });
  expect(none.specificity.value).toBe(1);
});

describe('means over classes', () => {
  it('leave out classes that have no share', () => {
    // Nobody is called class 2, and nobody is of it.
    const part = scoredOf(
      'multi-class',
      [
        [2, 0, -9],
        [0, 2, -9],
        [0, 2, -9],
        [2, 0, -9],
      ],
      [0, 0, 1, 1],
    );
    const macro = macroRates(part, answersAt(part, [null, null, null]));
    expect(macro.sensitivity.value).toBe(0.5);
    expect(macro.precision.value).toBe(0.5);
    expect(macro.specificity.value).toBeCloseTo((0.5 + 0.5 + 1) / 3, 12);
  });

  it('are the means of the classes’ shares', () => {
    const tasks = fc.constantFrom('binary', 'multi-class', 'multi-label');
    fc.assert(
      fc.property(tasks, fc.integer({ min: 1, max: 60 }), fc.nat(1000), (task, count, seed) => {
        const part = randomPart(task, count, task === 'binary' ? 2 : 4, seed);
        const answers = answersAt(part, standardThresholds(task, part.scores.length));
        const macro = macroRates(part, answers);
        for (const name of RATE_NAMES) {
          const defined = answers.classes.flatMap((counts) => classRates(counts)[name].value ?? []);
          const { value, interval } = macro[name];
          if (defined.length === 0) expect(value).toBeNull();
          else {
            expect(value).toBeCloseTo(defined.reduce((sum, one) => sum + one, 0) / defined.length, 12);
            if (interval) expect(interval[0] <= value! && value! <= interval[1]).toBe(true);
          }
        }
      }),
    );
  });

  it('have no interval where the variance is 0 but for rounding', () => {
    for (const [count, seed] of [
      [4, 88],
      [3, 153],
      [3, 267],
    ] as const) {
      const part = randomPart('multi-label', count, 4, seed);
      const answers = answersAt(part, standardThresholds('multi-label', part.scores.length));
      expect(macroRates(part, answers).precision.interval).toBeNull();
    }
  });

  it('are held by their intervals about as often as promised', () => {
    // 150 images of three classes, called by these shares: [true][called].
    const shares = [
      [0.4, 0.06, 0.04],
      [0.05, 0.2, 0.05],
      [0.03, 0.05, 0.12],
    ];
    const recall = shares.map((row, own) => row[own]! / row.reduce((sum, share) => sum + share, 0));
    const truth = recall.reduce((sum, share) => sum + share, 0) / 3;
    const f1 = shares.map((row, own) => {
      const called = shares.reduce((sum, other) => sum + other[own]!, 0);
      return (2 * row[own]!) / (row.reduce((sum, share) => sum + share, 0) + called);
    });
    const macroF1 = f1.reduce((sum, share) => sum + share, 0) / 3;
    const random = createRandom(2);
    const held = { sensitivity: 0, f1: 0 };
    const studies = 600;
    for (let study = 0; study < studies; study++) {
      const labels: number[] = [];
      const logits: number[][] = [];
      for (let image = 0; image < 150; image++) {
        let at = random.uniform();
        const cell = shares.flat().findIndex((share) => {
          at -= share;
          return at < 0;
        });
        labels.push(Math.floor(Math.max(0, cell) / 3));
        logits.push([0, 1, 2].map((output) => (output === Math.max(0, cell) % 3 ? 1 : 0)));
      }
      const part = scoredOf('multi-class', logits, labels);
      const macro = macroRates(part, answersAt(part, [null, null, null]));
      const holds = ([low, high]: readonly [number, number], value: number) => low <= value && value <= high;
      if (holds(macro.sensitivity.interval!, truth)) held.sensitivity++;
      if (holds(macro.f1.interval!, macroF1)) held.f1++;
    }
    for (const count of Object.values(held)) {
      expect(count / studies).toBeGreaterThan(0.925);
      expect(count / studies).toBeLessThan(0.975);
    }
  });
});

it('tells accuracy beside the lazy model', () => {
  const part = scoredOf('binary', [[1], [1], [-1], [1]], [1, 1, 0, 0]);
  const rates = accuracyRates(part, answersAt(part, [0]));
  expect(rates.accuracy.value).toBe(0.75);
  expect(rates).toMatchObject({ lazy: 0.5, lazyAnswer: 0 });
  const labels = scoredOf(
    'multi-label',
    [
      [1, 1],
      [-1, -1],
      [-1, -1],
    ],
    [1, 0, 0, 0, 0, 1],
  );
  const mean = accuracyRates(labels, answersAt(labels, [0, 0]));
  expect(mean.accuracy).toEqual({ value: 4 / 6, interval: null });
  expect(mean).toMatchObject({ lazy: 4 / 6, lazyAnswer: null });
});
