import { expect, it } from 'vitest';
import { type BatchInspection, batchScores } from './batch-inspection.ts';

const batch = (
  logits: { before: number[]; after: number[] },
  more: Partial<BatchInspection>,
): BatchInspection => ({
  step: 1,
  images: Int32Array.of(7, 9),
  copies: new Int32Array(2),
  labels: Uint8Array.of(0, 1),
  pixels: new Uint8ClampedArray(8),
  size: 1,
  activation: 'sigmoid',
  outputs: 1,
  gradientShares: [],
  variables: null,
  ...more,
  before: Float32Array.from(logits.before),
  after: Float32Array.from(logits.after),
});

it('tells the score of each image, what moved most first', () => {
  const scores = batchScores(batch({ before: [0, 0], after: [0.1, 2] }, {}), 'binary');
  expect(scores.map(({ place }) => place)).toEqual([1, 0]);
  expect(scores[0]).toMatchObject({ before: 0.5, after: expect.closeTo(0.8808, 4) });
});

it('tells the probability of the own class, and of what is true where an image has labels', () => {
  const classes = batch(
    { before: [0, 0, 0, 0, 0, 0], after: [1, 0, 0, 0, 0, 0] },
    { outputs: 3, activation: 'softmax' },
  );
  expect(batchScores(classes, 'multi-class')[0]).toEqual({
    place: 0,
    before: expect.closeTo(1 / 3, 9),
    after: expect.closeTo(Math.E / (Math.E + 2), 9),
  });
  const labels = batch(
    { before: [0, 0, 0, 0], after: [0, 0, 20, -20] },
    { outputs: 2, labels: Uint8Array.of(0, 0, 1, 0) },
  );
  expect(batchScores(labels, 'multi-label')[0]).toEqual({
    place: 1,
    before: 0.5,
    after: expect.closeTo(1, 6),
  });
});
