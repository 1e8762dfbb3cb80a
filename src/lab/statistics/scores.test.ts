import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Predictions } from '../run-record.ts';
import { auc } from './auc.ts';
import { rocCurve } from './curves.ts';
import { predictionInfluence } from './prediction-influence.ts';
import { questionsOf, scorePredictions } from './scores.ts';

const binary: Predictions = {
  logits: Float32Array.of(2.2, -0.4, 0.4, -2.2),
  activation: 'sigmoid',
  labels: Uint8Array.of(1, 1, 0, 0),
  outputs: 1,
};

describe('scorePredictions', () => {
  it('of two classes: AUC, accuracy at 0.5, an interval', () => {
    const scores = scorePredictions(binary, 'binary', 0.7)!;
    expect(scores).toMatchObject({ auc: 0.75, acc: 0.5, loss: 0.7, aucByClass: [0.75] });
    // Two images of a class show too little of their spread.
    expect(scores.interval).toBeNull();
    const twice = {
      ...binary,
      logits: Float32Array.of(...binary.logits, ...binary.logits),
      labels: Uint8Array.of(...binary.labels, ...binary.labels),
    };
    const [low, high] = scorePredictions(twice, 'binary', 0.7)!.interval!;
    expect(low).toBeLessThan(0.75);
    expect(high).toBeGreaterThan(0.75);
  });

  it('counts a probability of just 0.5 as no', () => {
    const half = { ...binary, logits: Float32Array.of(0, 0), labels: Uint8Array.of(1, 0) };
    expect(scorePredictions(half, 'binary', null)).toMatchObject({ auc: 0.5, acc: 0.5 });
  });

  it('rank by logits: a float32 probability would tie every logit above 17', () => {
    const sure = { ...binary, logits: Float32Array.of(30, 25, 20, 18) };
    expect(scorePredictions(sure, 'binary', null)).toMatchObject({ auc: 1, acc: 0.5 });
    const several = {
      logits: Float32Array.of(40, 10, 10, 30, 10, 10, 35, 10, 10),
      activation: 'softmax' as const,
      labels: Uint8Array.of(0, 1, 1),
      outputs: 3,
    };
    expect(scorePredictions(several, 'multi-class', null)!.aucByClass[0]).toBe(1);
  });

  it('rank a class of a softmax by its probability, not by its logit', () => {
    const predictions = {
      logits: Float32Array.of(1, 0, 5, 9),
      activation: 'softmax' as const,
      labels: Uint8Array.of(0, 1),
      outputs: 2,
    };
    expect(scorePredictions(predictions, 'multi-class', null)!.auc).toBe(1);
    expect(scorePredictions({ ...predictions, activation: 'sigmoid' }, 'multi-class', null)!.auc).toBe(0.5);
  });

  it('of several classes: the mean of one against the rest, and the largest score', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2), fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9))), { maxLength: 20 }),
        (rows) => {
          const all: [number, [number, number, number]][] = [
            [0, [5, 1, 1]],
            [1, [2, 3, 1]],
            [2, [4, 1, 1]],
            ...rows,
          ];
          const labels = Uint8Array.from(all, ([label]) => label);
          const logits = Float32Array.from(all.flatMap(([, values]) => values));
          const result = scorePredictions(
            { logits, activation: 'sigmoid', labels, outputs: 3 },
            'multi-class',
            null,
          )!;
          const areas = [0, 1, 2].map((name) =>
            auc(
              [...labels].map((label) => (label === name ? 1 : 0)),
              all.map(([, values]) => values[name]!),
            ),
          );
          expect(result.aucByClass).toEqual(areas);
          expect(result.auc).toBeCloseTo((areas[0]! + areas[1]! + areas[2]!) / 3, 12);
          const right = all.filter(([label, values]) => values.indexOf(Math.max(...values)) === label).length;
          expect(result.acc).toBeCloseTo(right / all.length, 12);
          expect(result.interval).toBeNull();
        },
      ),
    );
  });

  it('of labels: the mean over the labels, each at 0.5', () => {
    const predictions: Predictions = {
      logits: Float32Array.of(2.2, -1.4, 1.4, 0.4, -2.2, 0.8, -1.4, -0.4),
      activation: 'sigmoid',
      labels: Uint8Array.of(1, 0, 0, 1, 1, 0, 0, 1),
      outputs: 2,
    };
    const result = scorePredictions(predictions, 'multi-label', null)!;
    expect(result.aucByClass).toEqual([0.5, 0.5]);
    expect(result).toMatchObject({ auc: 0.5, acc: 4 / 8, interval: null });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %s for a score: it would be ranked by the order of the file',
    (stray) => {
      const one = { ...binary, logits: Float32Array.of(2.2, stray, 0.4, -2.2) };
      expect(() => scorePredictions(one, 'binary', null)).toThrow(RangeError);
      const all = { ...binary, logits: new Float32Array(4).fill(stray) };
      expect(() => scorePredictions(all, 'binary', null)).toThrow(RangeError);
      const softmax = { ...all, activation: 'softmax' as const, labels: Uint8Array.of(0, 1), outputs: 2 };
      expect(() => scorePredictions(softmax, 'multi-class', null)).toThrow(RangeError);
      expect(() => predictionInfluence(one, 'binary')).toThrow(RangeError);
      expect(() => rocCurve(one.labels, one.logits)).toThrow(RangeError);
    },
  );

  it('leaves classes without an image (or without a counterpart) out of the mean', () => {
    const predictions: Predictions = {
      logits: Float32Array.of(0.7, 0.2, 0.1, 0.3, 0.6, 0.1),
      activation: 'softmax',
      labels: Uint8Array.of(0, 1),
      outputs: 3,
    };
    const result = scorePredictions(predictions, 'multi-class', null)!;
    expect(result.aucByClass).toEqual([1, 1, null]);
    expect(result.auc).toBe(1);
    expect(scorePredictions({ ...binary, labels: new Uint8Array(4) }, 'binary', null)).toBeNull();
  });
});

describe('questionsOf', () => {
  it('takes the columns of the outputs', () => {
    const predictions: Predictions = {
      logits: Float32Array.of(1, 2, 3, 4),
      activation: 'sigmoid',
      labels: Uint8Array.of(1, 0),
      outputs: 2,
    };
    const second = questionsOf(predictions, 'multi-class')[1]!;
    expect([...second.scores]).toEqual([2, 4]);
    expect([...second.labels]).toEqual([1, 0]);
    const rows = { ...predictions, labels: Uint8Array.of(0, 1, 1, 0) };
    expect([...questionsOf(rows, 'multi-label')[1]!.labels]).toEqual([1, 0]);
  });
});
