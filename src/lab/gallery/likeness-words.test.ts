import { expect, it } from 'vitest';
import { likenessWords } from './likeness-words.ts';

it('says in words how like an image is to the mean of its class, with the figure', () => {
  expect([-0.19, 0.3, 0.7, 1].map(likenessWords)).toEqual([
    'unlike the average image (correlation −0.19)',
    'somewhat like the average image (correlation 0.30)',
    'much like the average image (correlation 0.70)',
    'much like the average image (correlation 1.00)',
  ]);
});
