import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import type { Predictions } from '../run-record.ts';
import { type FoldPredictions, foldsAuc } from './folds-auc.ts';

const COUNTS = { train: 80, val: 20, test: 10 };

/** A fold of twenty images of two classes, whose scores are apart by so much. */
function fold(index: number, apart: number, labels = [0, 1]): FoldPredictions {
  const random = createRandom(index + 1);
  const given = Array.from({ length: COUNTS.val }, (_, image) => labels[image % labels.length]!);
  const val: Predictions = {
    logits: Float32Array.from(given, (label) => random.normal() + apart * label),
    ...{ activation: 'sigmoid', outputs: 1, labels: Uint8Array.from(given) },
    union: Uint32Array.from(given, (_, image) => index * COUNTS.val + image),
  };
  return { dataset: { counts: COUNTS, task: 'binary' }, val };
}

function ended(folds: readonly FoldPredictions[]) {
  const steps = foldsAuc(folds);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value ?? null;
  }
}

describe('the AUC of folds', () => {
  const folds = [0, 1, 2, 3, 4].map((index) => fold(index, 1));

  it('is the mean over them, with the interval of the corrected resampled t-test on the logit scale', () => {
    const { mean, interval } = ended(folds)!;
    const aucs = folds.map(({ val: { logits, labels } }) => {
      let right = 0;
      for (let a = 0; a < labels.length; a++)
        for (let b = 0; b < labels.length; b++)
          if (labels[a] === 1 && labels[b] === 0) right += Number(logits[a]! > logits[b]!);
      return right / 100;
    });
    const average = aucs.reduce((sum, auc) => sum + auc, 0) / 5;
    expect(mean).toBeCloseTo(average, 12);
    const variance = aucs.reduce((sum, auc) => sum + (auc - average) ** 2, 0) / 4;
    // Nadeau & Bengio 2003, equation 9; t of 4 degrees of freedom at 0.975.
    const half = 2.7764451 * Math.sqrt((1 / 5 + 20 / 80) * variance);
    const logit = (value: number) => Math.log(value / (1 - value));
    const reach = half / (average * (1 - average));
    expect(logit(interval![0])).toBeCloseTo(logit(average) - reach, 5);
    expect(logit(interval![1])).toBeCloseTo(logit(average) + reach, 5);
  });

  it('is not told where a fold has one class only', () => {
    expect(ended([...folds.slice(1), fold(0, 1, [1])])).toBeNull();
  });
});
