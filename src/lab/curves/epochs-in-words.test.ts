import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochRecord, RunSummary, Scores } from '../run-record.ts';
import { fallSentence, liveSentence, lossAgainstOrder } from './epochs-in-words.ts';

function scores(auc: number, interval: Scores['interval'] = null): Scores {
  return { auc, acc: 0.5, loss: null, interval, aucByClass: [auc] };
}

/** Epochs with these AUCs and losses. */
function epochs(
  val: readonly number[],
  train: readonly (number | null)[] = val,
  losses: readonly number[] = [],
) {
  return val.map(
    (auc, index): EpochRecord => ({
      epoch: index + 1,
      phase: 'main',
      trainLoss: losses[index] ?? 1,
      trainAuc: train[index] ?? null,
      val: scores(auc),
      learningRate: 0.1,
      seconds: 1,
      imagesPerSecond: 1,
    }),
  );
}

describe('the sentence of a run', () => {
  it('says what there is to see', () => {
    expect(liveSentence([])).toContain('After each epoch');
    expect(liveSentence(epochs([0.9]).map((epoch) => ({ ...epoch, phase: 'warm-up' as const })))).toContain(
      'warms up',
    );
    expect(liveSentence(epochs([0.385]))).toBe(
      'Validation AUC 0.385: after epoch 1 the order is worse than a coin toss.',
    );
    expect(liveSentence(epochs([0.7, 0.8]))).toBe('Validation AUC 0.800: epoch 2 is the best so far.');
    expect(liveSentence(epochs([0.8, 0.7]))).toBe('Validation AUC 0.700 after epoch 2.');
    expect(liveSentence(epochs([0.6, 0.8, 0.7, 0.75]))).toBe(
      'Validation has not risen since epoch 2, whose 0.800 is the best.',
    );
  });

  it('tells a gap that opens from one that stays', () => {
    expect(liveSentence(epochs([0.7, 0.8, 0.81, 0.82], [0.75, 0.8, 0.86, 0.92]))).toBe(
      'Training 0.920, validation 0.820: the gap has opened since epoch 2.',
    );
    expect(liveSentence(epochs([0.7, 0.8, 0.82], [0.9, 0.9, 0.9]))).toBe(
      'Training 0.900, validation 0.820: a gap of 0.080, which does not open further.',
    );
    expect(liveSentence(epochs([0.7, 0.8], [0.75, 0.95]))).toContain('a gap of 0.150');
  });

  it('is one sentence whatever the curve, and names an epoch as the best only if none was better', () => {
    const auc = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(auc, fc.option(auc)), { minLength: 1, maxLength: 12 }), (points) => {
        const run = epochs(
          points.map(([val]) => val),
          points.map(([, train]) => train),
        );
        const said = liveSentence(run);
        expect(said).toMatch(/^[A-Z][^.]*(\.\d{3}[^.]*)*\.$/);
        const named = /epoch (\d+) is the best so far|since epoch (\d+), whose/.exec(said);
        if (!named) return;
        const best = run[Number(named[1] ?? named[2]) - 1]!;
        expect(best.val.auc).toBe(Math.max(...run.map(({ val }) => val.auc)));
      }),
    );
  });
});

describe('a loss that rises while the order gets better', () => {
  it('is found where it happened last', () => {
    expect(lossAgainstOrder(epochs([0.4, 0.5, 0.6, 0.59], [], [0.13, 0.18, 0.16, 0.2]))).toEqual({
      epochs: [1, 2],
      losses: [0.13, 0.18],
      aucs: [0.4, 0.5],
    });
  });

  it('is not seen in less than can be read, in the warm-up, or in a loss below zero', () => {
    expect(lossAgainstOrder(epochs([0.4, 0.5], [], [0.13, 0.131]))).toBeNull();
    expect(lossAgainstOrder(epochs([0.4, 0.401], [], [0.13, 0.2]))).toBeNull();
    expect(lossAgainstOrder(epochs([0.4, 0.5], [], [-0.1, 0.2]))).toBeNull();
    const [first, second] = epochs([0.4, 0.5], [], [0.1, 0.2]);
    expect(lossAgainstOrder([{ ...first!, phase: 'warm-up' }, second!])).toBeNull();
    expect(lossAgainstOrder([])).toBeNull();
  });
});

describe('a fall from validation to test', () => {
  const summary = (val: Scores, test: Scores | null) =>
    ({ val, ranking: null, test }) as unknown as RunSummary;

  it('is told where the intervals do not meet, and nowhere else', () => {
    const val = scores(0.98, [0.95, 0.99]);
    expect(fallSentence(summary(val, scores(0.81, [0.76, 0.86])))).toContain(
      'The test AUC, 0.810, lies below validation, 0.980,',
    );
    expect(fallSentence(summary(val, scores(0.94, [0.9, 0.96])))).toBeNull();
    expect(fallSentence(summary(val, scores(0.999, [0.995, 1])))).toBeNull();
    expect(fallSentence(summary(val, scores(0.81)))).toBeNull();
    expect(fallSentence(summary(val, null))).toBeNull();
  });
});
