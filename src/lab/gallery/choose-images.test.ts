import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_IMAGES, chooseImages, type ImageQuery, type ImageTable, ORDERS } from './choose-images.ts';
import { imageId, placeOfId } from './image-ids.ts';

/** Four training, two validation and two test images of classes 0 and 1 in turn. */
const TABLE: ImageTable = {
  task: 'binary',
  counts: { train: 4, val: 2, test: 2 },
  labels: Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1),
  typicality: Float32Array.of(0.9, 0.2, 0.5, 0.7, 0.1, 0.3, 0.4, 0.6),
  brightness: Float32Array.of(10, 40, 30, 20, 1, 2, 3, 4),
  exactTwins: Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0),
  nearTwins: null,
};
const COLUMNS = [{ split: 'val' as const, score: Float32Array.of(0.8, 0.6), right: Uint8Array.of(0, 1) }];
const ALL_PARTS = ['train', 'val', 'test'] as const;

function chosen(query: Partial<ImageQuery>): number[] {
  return [...chooseImages(TABLE, { ...ALL_IMAGES, ...query }, COLUMNS)];
}

describe('the images of a query', () => {
  it('are those of the parts, in the order of the file', () => {
    expect(chosen({})).toEqual([0, 1, 2, 3]);
    expect(chosen({ parts: ['test'] })).toEqual([6, 7]);
    expect(chosen({ parts: ALL_PARTS, backwards: true })).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('are filtered by class, by duplicates and by what is asked for by id', () => {
    expect(chosen({ classes: [1] })).toEqual([1, 3]);
    expect(chosen({ parts: ALL_PARTS, twins: 'exact' })).toEqual([0, 4]);
    expect(chosen({ parts: ALL_PARTS, twins: 'near' })).toEqual([]);
    expect(chosen({ only: [2, 5] })).toEqual([2]);
    expect(chosen({ only: [3, 0, 2], order: 'given' })).toEqual([3, 0, 2]);
    expect(chosen({ only: [3, 0, 2], order: 'given', backwards: true })).toEqual([2, 0, 3]);
    expect(chosen({ order: 'given' })).toEqual([0, 1, 2, 3]);
  });

  it('have a score where the query is about scores', () => {
    expect(chosen({ parts: ALL_PARTS, answer: 'wrong' })).toEqual([4]);
    expect(chosen({ parts: ALL_PARTS, answer: 'right' })).toEqual([5]);
    expect(chosen({ parts: ALL_PARTS, scores: [0.5, 0.7] })).toEqual([5]);
    expect(chosen({ parts: ALL_PARTS, order: 'score' })).toEqual([5, 4]);
    // Scores of another number of images are of another part.
    const other = [{ split: 'test' as const, score: Float32Array.of(1), right: Uint8Array.of(1) }];
    expect(chooseImages(TABLE, { ...ALL_IMAGES, parts: ['test'], answer: 'right' }, other)).toHaveLength(0);
  });

  it('are sorted by class, likeness and brightness', () => {
    expect(chosen({ order: 'class' })).toEqual([0, 2, 1, 3]);
    expect(chosen({ order: 'typical' })).toEqual([0, 3, 2, 1]);
    expect(chosen({ order: 'unusual' })).toEqual([1, 2, 3, 0]);
    expect(chosen({ order: 'bright' })).toEqual([1, 2, 3, 0]);
  });

  it('of several labels are found by each of them, and by having none', () => {
    const table: ImageTable = {
      ...TABLE,
      task: 'multi-label',
      counts: { train: 3, val: 0, test: 0 },
      labels: Uint8Array.of(1, 1, 0, 0, 0, 1),
    };
    const of = (classes: readonly number[]) => [...chooseImages(table, { ...ALL_IMAGES, classes }, [])];
    expect(of([0])).toEqual([0]);
    expect(of([1])).toEqual([0, 2]);
    expect(of([2])).toEqual([1]);
  });

  it('are no others for another order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ORDERS), fc.boolean(), (order, backwards) => {
        const asked = { parts: ['val'], scores: [0.1, 1] } as const;
        expect(chosen({ ...asked, order, backwards }).sort()).toEqual(chosen(asked).sort());
      }),
    );
  });
});

it('gives each image one id, and back', () => {
  const counts = fc.record({ train: fc.nat(50), val: fc.nat(50), test: fc.nat(50) });
  fc.assert(
    fc.property(counts, fc.nat(200), ({ train, val, test }, wanted) => {
      const all = { train: train + 1, val: val + 1, test: test + 1 };
      const id = wanted % (all.train + all.val + all.test);
      const place = placeOfId(id, all);
      expect(place.index).toBeLessThan(all[place.split]);
      expect(imageId(place, all)).toBe(id);
    }),
  );
});
