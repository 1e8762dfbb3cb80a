import { expect, it } from 'vitest';
import { auc } from '../statistics/auc.ts';
import { aucInterval } from '../statistics/delong.ts';
import { finishWork } from '../work.ts';
import { classAucs, worstFirst } from './class-aucs.ts';
import { randomPart, scoredOf } from './testing/scored.ts';

it('is the AUC of each class, and their mean', () => {
  const part = randomPart('multi-class', 80, 3, 3);
  const { byOutput, mean } = finishWork(classAucs(part));
  for (const [output, { value, interval }] of byOutput.entries()) {
    expect(value).toBeCloseTo(auc(part.held[output]!, part.scores[output]!)!, 12);
    expect(interval).toEqual(aucInterval(part.held[output]!, part.scores[output]!));
  }
  expect(mean.value).toBeCloseTo(
    byOutput.reduce((sum, { value }) => sum + value! / 3, 0),
    12,
  );
  expect(mean.interval![0]).toBeLessThan(mean.value!);
});

it('leaves out classes that are not there', () => {
  const part = scoredOf(
    'multi-class',
    [
      [1, 0, 0],
      [0, 1, 0],
    ],
    [0, 1],
  );
  const { byOutput, mean } = finishWork(classAucs(part));
  expect(byOutput.map(({ value }) => value)).toEqual([1, 1, null]);
  expect(mean.value).toBe(1);
});

it('puts the worst of 1,000 classes first, and those without an AUC last', () => {
  const values = Array.from({ length: 1000 }, (_, label) => (label % 10 === 0 ? null : (label % 7) / 7));
  const byOutput = values.map((value) => ({ value, interval: null }));
  const order = worstFirst({ byOutput, mean: { value: 0.5, interval: null } });
  expect(order.slice(0, 3)).toEqual([7, 14, 21]);
  expect([...order].sort((one, other) => one - other)).toEqual([...values.keys()]);
  expect(order.slice(900).map((label) => values[label])).toEqual(Array(100).fill(null));
});
