import { expect, it } from 'vitest';
import { auc } from '../statistics/auc.ts';
import { aucInterval } from '../statistics/delong.ts';
import { finishWork } from '../work.ts';
import { classAucs } from './class-aucs.ts';
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
