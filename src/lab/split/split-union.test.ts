import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldOfRun, foldsOf, redrawnSplit, type Union } from './split-union.ts';

function unionOf(
  labels: readonly number[],
  groups: readonly number[] = labels.map((_, place) => place),
): Union {
  return {
    labels: Uint8Array.from(labels),
    count: labels.length,
    classes: Math.max(...labels) + 1,
    isMultiLabel: false,
    groups,
  };
}

const countsOf = (parts: ArrayLike<number>, labels: readonly number[], part: number) => {
  const counts = new Map<number, number>();
  labels.forEach((label, place) => {
    if (parts[place] === part) counts.set(label, (counts.get(label) ?? 0) + 1);
  });
  return counts;
};

const labelsOf = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 80 });

describe('folds', () => {
  it('hold each class in equal shares, to one image, and are of equal size, to one image a class', () => {
    fc.assert(
      fc.property(labelsOf, fc.integer({ min: 2, max: 6 }), fc.string(), (labels, folds, fingerprint) => {
        const parts = foldsOf(unionOf(labels), folds, fingerprint);
        for (const label of new Set(labels)) {
          const counts = Array.from(
            { length: folds },
            (_, at) => countsOf(parts, labels, at + 1).get(label) ?? 0,
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
        expect([...parts].every((part) => part >= 1 && part <= folds)).toBe(true);
      }),
    );
  });

  it('are of equal size to one image for two classes', () => {
    const labels = [...new Array<number>(33).fill(0), ...new Array<number>(14).fill(1)];
    const sizes = [1, 2, 3, 4, 5].map(
      (fold) => [...foldsOf(unionOf(labels), 5, 'abc')].filter((part) => part === fold).length,
    );
    expect(sizes.toSorted((a, b) => a - b)).toEqual([9, 9, 9, 10, 10]);
  });

  it('are the same for the same set, and others for another', () => {
    const labels = Array.from({ length: 60 }, (_, place) => place % 2);
    expect(foldsOf(unionOf(labels), 5, 'a')).toEqual(foldsOf(unionOf(labels), 5, 'a'));
    expect(foldsOf(unionOf(labels), 5, 'a')).not.toEqual(foldsOf(unionOf(labels), 5, 'b'));
  });

  it('keep a group in one of them', () => {
    fc.assert(
      fc.property(labelsOf, fc.integer({ min: 2, max: 5 }), (labels, folds) => {
        const groups = labels.map((_, place) => Math.floor(place / 3));
        const parts = foldsOf(unionOf(labels, groups), folds, 'x');
        groups.forEach((group, place) => {
          expect(parts[place]).toBe(parts[groups.indexOf(group)]);
        });
      }),
    );
  });

  it('hold each of several labels in near-equal shares', () => {
    const rows = Array.from({ length: 200 }, (_, image) => [
      image % 2,
      image % 5 === 0 ? 1 : 0,
      image % 17 === 0 ? 1 : 0,
    ]);
    const union: Union = {
      labels: Uint8Array.from(rows.flat()),
      count: 200,
      classes: 3,
      isMultiLabel: true,
      groups: rows.map((_, place) => place),
    };
    const parts = foldsOf(union, 4, 'x');
    for (const [label, total] of [100, 40, 12].entries()) {
      for (const fold of [1, 2, 3, 4]) {
        const count = rows.filter((row, place) => parts[place] === fold && row[label] === 1).length;
        expect(Math.abs(count - total / 4)).toBeLessThanOrEqual(2);
      }
    }
  });

  it('are gone through by the seeds, unless one is said', () => {
    expect([0, 1, 2, 3, 4].map((seed) => foldOfRun({ folds: 3, fold: null }, seed))).toEqual([3, 1, 2, 3, 1]);
    expect(foldOfRun({ folds: 3, fold: 2 }, 1)).toBe(2);
  });
});

describe('a split that is drawn anew', () => {
  it('has the official number of images of each class, and is another for another seed', () => {
    fc.assert(
      fc.property(labelsOf, fc.integer({ min: 1, max: 9 }), (labels, seed) => {
        const train = Math.floor(labels.length * 0.7);
        const validates = redrawnSplit(unionOf(labels), train, seed, 4);
        for (const label of new Set(labels)) {
          const official = labels.slice(train).filter((other) => other === label).length;
          expect(countsOf(validates, labels, 1).get(label) ?? 0).toBe(official);
        }
      }),
    );
    const labels = Array.from({ length: 60 }, (_, place) => place % 2);
    expect(redrawnSplit(unionOf(labels), 40, 1, 4)).not.toEqual(redrawnSplit(unionOf(labels), 40, 2, 4));
  });
});
