import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSorted, rightOf, sortedTen, TEN, tenImages } from './ten-images.ts';

const FINGERPRINT = 'abcdef01'.repeat(8);

describe('ten images to be sorted', () => {
  it('hold each class as often as can be, are each there once, and are the same for everybody', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 80 }), (labels) => {
        const ten = tenImages(labels, FINGERPRINT);
        expect(new Set(ten).size).toBe(Math.min(TEN, labels.length));
        expect(tenImages(labels, FINGERPRINT)).toEqual(ten);
        const counts = [0, 1, 2, 3].map((name) => ten.filter((place) => labels[place] === name).length);
        const spare = [0, 1, 2, 3].filter(
          (name) => labels.filter((label) => label === name).length > counts[name]!,
        );
        for (const name of spare) expect(Math.max(...counts) - counts[name]!).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are others on another set', () => {
    const labels = Array.from({ length: 100 }, (_, place) => (place % 5 === 0 ? 1 : 0));
    expect(tenImages(labels, FINGERPRINT)).not.toEqual(tenImages(labels, '1'.repeat(64)));
    expect(tenImages(labels, FINGERPRINT).filter((place) => labels[place] === 1)).toHaveLength(5);
  });

  it('are counted when they are sorted', () => {
    const sorted = sortedTen.parse({ images: [4, 7, 9], labels: [0, 1, 1], answers: [0, 1] });
    expect(isSorted(sorted)).toBe(false);
    expect(isSorted({ ...sorted, answers: [0, 1, 0] })).toBe(true);
    expect(rightOf(sorted, [0, 1, 0])).toBe(2);
    expect(sortedTen.safeParse({ images: [4], labels: [0, 1], answers: [] }).success).toBe(false);
  });
});
