import { expect, it } from 'vitest';
import { scoreColumn } from './score-columns.ts';

const rounded = (values: Float32Array) => Array.from(values, (value) => Number(value.toFixed(3)));

it('scores two classes by the second one, with one output or two', () => {
  const labels = Uint8Array.of(0, 1);
  const one = { logits: Float32Array.of(-1, -2), activation: 'sigmoid', labels, outputs: 1 } as const;
  expect(rounded(scoreColumn('val', one).score)).toEqual([0.269, 0.119]);
  expect([...scoreColumn('val', one).right]).toEqual([1, 0]);
  const two = { logits: Float32Array.of(1, 0, 2, 0), activation: 'softmax', labels, outputs: 2 } as const;
  expect(scoreColumn('val', two)).toEqual(scoreColumn('val', one));
});

it('scores several classes by the image’s own, and labels by the likeliest', () => {
  const three = { logits: Float32Array.of(0, 0, 5, 0, 0, 5), activation: 'softmax', outputs: 3 } as const;
  const classes = scoreColumn('val', { ...three, labels: Uint8Array.of(2, 0) });
  expect(rounded(classes.score)).toEqual([0.987, 0.007]);
  expect([...classes.right]).toEqual([1, 0]);
  const logits = Float32Array.of(2, -2, 2, -2);
  const labels = Uint8Array.of(1, 0, 1, 1);
  const multi = scoreColumn('val', { logits, activation: 'sigmoid', labels, outputs: 2 });
  expect(rounded(multi.score)).toEqual([0.881, 0.881]);
  expect([...multi.right]).toEqual([1, 0]);
});
