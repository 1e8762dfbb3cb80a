import { expect, it } from 'vitest';
import { scoredOf } from '../results/testing/scored.ts';
import { scoreColumn } from './score-columns.ts';

const rounded = (values: Float32Array) => Array.from(values, (value) => Number(value.toFixed(3)));

it('scores two classes by the second one, right as the threshold says', () => {
  const part = scoredOf('binary', [[-1], [-2]], [0, 1]);
  expect(rounded(scoreColumn('val', part, [0]).score)).toEqual([0.269, 0.119]);
  expect([...scoreColumn('val', part, [0]).right]).toEqual([1, 0]);
  expect([...scoreColumn('val', part, [-3]).right]).toEqual([0, 1]);
});

it('scores several classes by the image’s own, and labels by the likeliest', () => {
  const classes = scoreColumn(
    'val',
    scoredOf(
      'multi-class',
      [
        [0, 0, 5],
        [0, 0, 5],
      ],
      [2, 0],
    ),
    [null, null, null],
  );
  expect(rounded(classes.score)).toEqual([0.987, 0.007]);
  expect([...classes.right]).toEqual([1, 0]);
  const labels = scoredOf(
    'multi-label',
    [
      [2, -2],
      [2, -2],
    ],
    [1, 0, 1, 1],
  );
  const multi = scoreColumn('val', labels, [0, 0]);
  expect(rounded(multi.score)).toEqual([0.881, 0.881]);
  expect([...multi.right]).toEqual([1, 0]);
});
