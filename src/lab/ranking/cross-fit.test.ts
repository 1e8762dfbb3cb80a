import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task } from '../dataset.ts';
import { createRandom } from '../random.ts';
import type { Predictions } from '../run-record.ts';
import { auc } from '../statistics/auc.ts';
import { dot } from '../statistics/moments.ts';
import { scorePredictions } from '../statistics/scores.ts';
import { type RankingState, rankingInfluence, rankingOf, scoreRanking, withEpoch } from './cross-fit.ts';
import { halvesOf } from './halves.ts';

const LABELS = Uint8Array.from({ length: 40 }, (_, image) => Number(image % 3 === 0));

/** A binary epoch whose logits are drawn. */
function epochOf(seed: number, labels = LABELS, separation = 1): Predictions {
  const random = createRandom(seed);
  return {
    logits: Float32Array.from(labels, (label) => separation * label + random.normal()),
    activation: 'sigmoid',
    labels,
    outputs: 1,
  };
}

function stateAfter(epochs: readonly Predictions[], task: Task = 'binary'): RankingState {
  return epochs.reduce<RankingState>((state, epoch, index) => withEpoch(state, index + 1, epoch, task), []);
}

/** AUC of the images of one half, worked out the long way. */
function aucOfHalf({ logits, labels }: Predictions, half: number): number {
  const halves = halvesOf({ labels, outputs: 1 }, 'binary');
  const images = [...labels.keys()].filter((image) => halves[image] === half);
  return auc(
    images.map((image) => labels[image]!),
    images.map((image) => logits[image]!),
  )!;
}

describe('the cross-fitted score', () => {
  const epochs = [1, 2, 3, 4, 5, 6].map((seed) => epochOf(seed));
  const bestOn = (half: number) => epochs.reduce((a, b) => (aucOfHalf(b, half) > aucOfHalf(a, half) ? b : a));

  it('is the mean of the halves, each with the epoch that is best on the other', () => {
    const { scores, predictions } = rankingOf(stateAfter(epochs), epochs[0]!, 'binary')!;
    expect(scores.auc).toBeCloseTo((aucOfHalf(bestOn(1), 0) + aucOfHalf(bestOn(0), 1)) / 2, 12);
    expect(scores.epochs).toEqual([epochs.indexOf(bestOn(1)) + 1, epochs.indexOf(bestOn(0)) + 1]);
    expect(scoreRanking(predictions, 'binary')!.auc).toBe(scores.auc);
    expect(scores.aucByClass).toEqual([scores.auc]);
    expect(scores.interval![0]).toBeLessThan(scores.auc);
  });

  it('is that of the best epoch where one epoch is best on both halves', () => {
    const one = [epochOf(1), epochOf(2, LABELS, 4)];
    const { scores, predictions } = rankingOf(stateAfter(one), one[0]!, 'binary')!;
    expect(scores.epochs).toEqual([2, 2]);
    expect(predictions.logits).toEqual(one[1]!.logits);
  });

  it('is exactly 1 for a perfect ranking, and exactly a half for a constant one', () => {
    for (const [of, expected] of [
      [(label: number) => 3 * label, 1],
      [() => 2, 0.5],
    ] as const) {
      const epoch = { ...epochs[0]!, logits: Float32Array.from(LABELS, of) };
      const { scores } = rankingOf(stateAfter([epoch]), epoch, 'binary')!;
      expect(scores).toMatchObject({ auc: expected, interval: null });
    }
  });

  it('does not change with any shift of an epoch: logits of two epochs are not ranked among each other', () => {
    const shifted = epochs.map((epoch, index) => ({
      ...epoch,
      logits: epoch.logits.map((x) => x + 8 * index),
    }));
    const [plain, moved] = [epochs, shifted].map(
      (list) => rankingOf(stateAfter(list), list[0]!, 'binary')!.scores,
    );
    expect(moved!.auc).toBeCloseTo(plain!.auc, 12);
  });

  it('has the shares of its images: they sum to nothing, and their square is the variance of the mean', () => {
    const { predictions } = rankingOf(stateAfter(epochs), epochs[0]!, 'binary')!;
    const { auc: area, influence } = rankingInfluence(predictions, 'binary')!;
    expect(area).toBe(scoreRanking(predictions, 'binary')!.auc);
    expect(influence.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0, 12);
    expect(Math.sqrt(dot(influence, influence))).toBeGreaterThan(0.02);
    expect(Math.sqrt(dot(influence, influence))).toBeLessThan(0.2);
  });

  it('keeps two epochs at most, and can be stored and gone on with', () => {
    const state = stateAfter(epochs.slice(0, 3));
    const again = structuredClone(state);
    const rest = epochs.slice(3);
    const goOn = (from: RankingState) =>
      rest.reduce<RankingState>((kept, epoch, index) => withEpoch(kept, index + 4, epoch, 'binary'), from);
    expect(goOn(again)).toEqual(stateAfter(epochs));
    expect(new Set(stateAfter(epochs).map(({ logits }) => logits)).size).toBeLessThanOrEqual(2);
  });

  it('is nothing before the first epoch', () => {
    expect(rankingOf([], epochs[0]!, 'binary')).toBeNull();
  });

  it('is that of the last epoch where a class has one image only', () => {
    const labels = Uint8Array.from({ length: 12 }, (_, image) => Number(image === 5));
    const few = [epochOf(1, labels, 9), epochOf(2, labels)];
    const { scores, predictions } = rankingOf(stateAfter(few), few[0]!, 'binary')!;
    expect(scores.epochs).toEqual([2]);
    expect(predictions.logits).toEqual(few[1]!.logits);
    expect(scores.auc).toBe(scorePredictions(few[1]!, 'binary', null)!.auc);
  });

  it('of several classes is the mean over classes; one with a single image counts in its half', () => {
    const labels = Uint8Array.from({ length: 41 }, (_, image) => (image === 40 ? 3 : image % 3));
    const random = createRandom(9);
    const epoch: Predictions = {
      logits: Float32Array.from(
        { length: 164 },
        (_, place) => random.normal() + (labels[place >> 2] === place % 4 ? 2 : 0),
      ),
      activation: 'softmax',
      labels,
      outputs: 4,
    };
    const { scores } = rankingOf(stateAfter([epoch], 'multi-class'), epoch, 'multi-class')!;
    expect(scores.epochs).toEqual([1, 1]);
    expect(scores.aucByClass.every((area) => area !== null)).toBe(true);
    expect(scores.auc).toBeCloseTo(
      scores.aucByClass.reduce<number>((sum, area) => sum + area! / 4, 0),
      12,
    );
    expect(scores.acc).toBe(scorePredictions(epoch, 'multi-class', null)!.acc);
  });

  it('leaves out labels that have no AUC', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1), fc.nat(9), fc.nat(9)), { minLength: 8, maxLength: 40 }),
        (drawn) => {
          const rows = [[0, 1, 2], [0, 3, 1], [1, 4, 4], [1, 2, 5], ...drawn] as const;
          const epoch: Predictions = {
            logits: Float32Array.from(rows.flatMap(([, first, second]) => [first, second])),
            activation: 'sigmoid',
            labels: Uint8Array.from(rows.flatMap(([label]) => [label, 1])),
            outputs: 2,
          };
          const { scores } = rankingOf(stateAfter([epoch], 'multi-label'), epoch, 'multi-label')!;
          expect(scores.aucByClass[1]).toBeNull();
          expect(scores.auc).toBe(scores.aucByClass[0]);
        },
      ),
    );
  });
});

describe('over epochs that say nothing', () => {
  it('the best epoch promises much, the cross-fitted score nothing', () => {
    const trials = 60;
    let [best, fitted] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const epochs = Array.from({ length: 15 }, (_, epoch) => epochOf(1000 * trial + epoch, LABELS, 0));
      best += Math.max(...epochs.map((epoch) => scorePredictions(epoch, 'binary', null)!.auc)) / trials;
      fitted += rankingOf(stateAfter(epochs), epochs[0]!, 'binary')!.scores.auc / trials;
    }
    expect(best).toBeGreaterThan(0.62);
    // 0.5 with a standard error of 0.013.
    expect(fitted).toBeGreaterThan(0.45);
    expect(fitted).toBeLessThan(0.55);
  });
});
