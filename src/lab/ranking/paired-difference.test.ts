import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import type { Predictions } from '../run-record.ts';
import { auc } from '../statistics/auc.ts';
import { pairedDeLong } from '../statistics/delong.ts';
import { finishWork } from '../work.ts';
import { rankingInfluence } from './cross-fit.ts';
import { differenceBetween } from './paired-difference.ts';

const LABELS = Uint8Array.from({ length: 60 }, (_, image) => Number(image % 3 === 0));

function drawn(seed: number, labels = LABELS): Predictions {
  const random = createRandom(seed);
  const logits = Float32Array.from(labels, (label) => label + random.normal());
  return { logits, activation: 'sigmoid', labels, outputs: 1 };
}

describe('two runs on the same val images', () => {
  const [left, right] = [1, 2].map((seed) => ({ val: drawn(seed), ranking: drawn(seed + 10) }));

  it('are compared by their cross-fitted scores', () => {
    const { by, estimate } = finishWork(differenceBetween(left!, right!, 'binary'))!;
    expect(by).toBe('cross-fitted');
    const [one, other] = [left!, right!].map(({ ranking }) => rankingInfluence(ranking, 'binary')!.auc);
    expect(estimate!.estimate).toBeCloseTo(one! - other!, 12);
  });

  it('are compared by their best epochs, and said to be, where one of them has no other score', () => {
    const { by, estimate } = finishWork(differenceBetween(left!, { ...right!, ranking: null }, 'binary'))!;
    expect(by).toBe('best-epoch');
    expect(estimate).toEqual(pairedDeLong(LABELS, left!.val.logits, right!.val.logits));
    expect(estimate!.estimate).toBeCloseTo(
      auc(LABELS, left!.val.logits)! - auc(LABELS, right!.val.logits)!,
      12,
    );
  });

  it('have no defined difference where one of them ranks perfectly', () => {
    const logits = Float32Array.from(LABELS);
    const perfect = { val: { ...left!.val, logits }, ranking: { ...left!.val, logits } };
    expect(finishWork(differenceBetween(perfect, right!, 'binary'))).toEqual({
      by: 'cross-fitted',
      estimate: null,
    });
  });

  it('are not compared on other images', () => {
    const labels = LABELS.map((label) => 1 - label);
    const other = { val: drawn(3, labels), ranking: drawn(4, labels) };
    expect(finishWork(differenceBetween(left!, other, 'binary'))).toBeNull();
    expect(finishWork(differenceBetween(left!, { val: null, ranking: null }, 'binary'))).toBeNull();
  });
});
