import { describe, expect, it } from 'vitest';
import { shownImages } from './shown-images.ts';

const countsOf = (labels: Uint8Array, shown: Int32Array, classes: number) => {
  const counts = new Array<number>(classes).fill(0);
  for (const index of shown) counts[labels[index]!]!++;
  return counts;
};

describe('the images on the table', () => {
  it('are all where they are few enough', () => {
    const labels = Uint8Array.of(1, 0, 1, 1, 0);
    expect([...shownImages(labels, 'binary', 2, 5)]).toEqual([0, 1, 2, 3, 4]);
  });

  it('are as many of each class as there are, no more than asked for, the same each time', () => {
    const labels = Uint8Array.from({ length: 10_000 }, (_, index) =>
      index % 100 === 0 ? 1 : index % 3 ? 0 : 2,
    );
    const shown = shownImages(labels, 'multi-class', 3);
    expect(shown).toHaveLength(600);
    expect(countsOf(labels, shown, 3)).toEqual([250, 100, 250]);
    expect(new Set(shown).size).toBe(600);
    expect([...shown]).toEqual([...shown].sort((a, b) => a - b));
    expect(shownImages(labels, 'multi-class', 3)).toEqual(shown);
  });

  it('reach over the whole of a class, so that a sorted file is drawn from evenly', () => {
    const labels = Uint8Array.from({ length: 4000 }, (_, index) => (index < 2000 ? 0 : 1));
    const shown = shownImages(labels, 'binary', 2);
    for (let tenth = 0; tenth < 10; tenth++) {
      expect(shown.filter((index) => Math.floor(index / 400) === tenth)).toHaveLength(60);
    }
  });

  it('hold the rare labels of a multi-label part, and images without any', () => {
    // Label 0 on every second image, label 1 on every fiftieth.
    const labels = Uint8Array.from({ length: 4000 }, (_, at) => {
      const image = at >> 1;
      return at % 2 === 0 ? Number(image % 2 === 0) : Number(image % 50 === 0);
    });
    const shown = shownImages(labels, 'multi-label', 2, 300);
    expect(shown).toHaveLength(300);
    const having = (label: number) => shown.filter((image) => labels[image * 2 + label] === 1).length;
    expect(having(1)).toBe(40);
    expect(having(0)).toBe(40 + 130);
    expect(shown.filter((image) => labels[image * 2] === 0 && labels[image * 2 + 1] === 0)).toHaveLength(130);
  });
});
