import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../catalogue/catalogue.ts';
import { FEW_IMAGES, kindOfSet, SET_KINDS, type SetShape } from './kind-of-set.ts';

const shapes = fc.record<SetShape>({
  task: fc.constantFrom('binary', 'multi-class', 'multi-label'),
  dims: fc.constantFrom(2, 3),
  channels: fc.integer({ min: 1, max: 4 }),
  trainImages: fc.integer({ min: 1, max: 200_000 }),
});

describe('the kind of a set', () => {
  it('is known of every set of MedMNIST', () => {
    const kinds = Object.fromEntries(
      CATALOGUE.map(({ id, task, dims, channels, samples }) => [
        id,
        kindOfSet({ task, dims, channels, trainImages: samples.train }),
      ]),
    );
    expect(kinds).toMatchObject({
      ...{ pneumoniamnist: 'grey', breastmnist: 'few-images', retinamnist: 'few-images' },
      ...{ pathmnist: 'colour', dermamnist: 'colour', bloodmnist: 'colour' },
      ...{ octmnist: 'many-classes', organamnist: 'many-classes', chestmnist: 'many-classes' },
      ...{ vesselmnist3d: 'volumes', organmnist3d: 'volumes' },
    });
    expect(new Set(Object.values(kinds))).toEqual(new Set(SET_KINDS));
  });

  it('is that of volumes for every set of volumes, and for no other', () => {
    fc.assert(fc.property(shapes, (shape) => (kindOfSet(shape) === 'volumes') === (shape.dims === 3)));
  });

  it('goes by the number of images alone where they are flat and few', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const few = kindOfSet(shape) === 'few-images';
        expect(few).toBe(shape.dims === 2 && shape.trainImages <= FEW_IMAGES);
      }),
    );
  });

  it('does not change with more images once they are not few', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 1e6 }), (shape, more) => {
        const many = { ...shape, trainImages: FEW_IMAGES + more };
        expect(kindOfSet(many)).toBe(kindOfSet({ ...many, trainImages: 10 * many.trainImages }));
        expect(kindOfSet({ ...many, channels: 3, dims: 2 })).toBe('colour');
      }),
    );
  });
});
