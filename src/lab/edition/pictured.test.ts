import { describe, expect, it } from 'vitest';
import { labelIn, trainedFrom } from './pictured.ts';

const edition = { train: { leftOut: [1, 2, 5], relabelled: [{ image: 3, label: [1] }] } };

describe('what the form shows of an edition', () => {
  it('is an image that it leaves in, the next one round the end', () => {
    expect([0, 1, 2, 5].map((image) => trainedFrom(edition, image, 6))).toEqual([0, 3, 3, 0]);
  });

  it('has the label that the edition gives it', () => {
    expect(labelIn(edition, 3)).toEqual([1]);
    expect(labelIn(edition, 0)).toBeNull();
  });
});
