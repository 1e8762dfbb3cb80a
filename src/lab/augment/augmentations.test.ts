import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import type { Augmentation, ImageGeometry } from './augmentation.ts';
import { flip, mirror } from './flip.ts';
import { AUGMENTATIONS, type AugmentationName } from './registry.ts';

const geometries = fc.record({
  dims: fc.constantFrom(2 as const, 3 as const),
  size: fc.integer({ min: 2, max: 7 }),
  channels: fc.integer({ min: 1, max: 3 }),
});

const lengthOf = ({ dims, size, channels }: ImageGeometry) => size ** dims * channels;

/** An image in which no two values are equal. */
function gradient(geometry: ImageGeometry): Float32Array {
  const length = lengthOf(geometry);
  return Float32Array.from({ length }, (_, place) => place / length);
}

function applied(
  name: AugmentationName,
  settings: object,
  image: Float32Array,
  geometry: ImageGeometry,
  seed = 1,
) {
  const augmentation = AUGMENTATIONS[name] as Augmentation;
  const result = image.slice();
  augmentation.apply(
    result,
    geometry,
    augmentation.settings.parse(settings),
    createRandom(seed),
    new Float32Array(image.length).fill(Number.NaN),
  );
  return result;
}

const SQUARE: ImageGeometry = { dims: 2, size: 5, channels: 1 };

describe('mirror', () => {
  it('twice is the identity, along each axis, in 2D and 3D, with any channels', () => {
    fc.assert(
      fc.property(geometries, fc.nat(2), (geometry, number) => {
        const axis = number % geometry.dims;
        const image = gradient(geometry);
        const once = image.slice();
        mirror(once, geometry, axis);
        expect(once).not.toEqual(image);
        expect([...once].sort()).toEqual([...image].sort());
        mirror(once, geometry, axis);
        expect(once).toEqual(image);
      }),
    );
  });

  it('turns left and right round, and keeps rows and channels', () => {
    const image = Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60, 7, 70, 8, 80, 9, 90);
    mirror(image, { dims: 2, size: 3, channels: 2 }, 1);
    expect([...image]).toEqual([3, 30, 2, 20, 1, 10, 6, 60, 5, 50, 4, 40, 9, 90, 8, 80, 7, 70]);
  });
});

describe('flip', () => {
  it('mirrors the width with the probability given', () => {
    const image = gradient(SQUARE);
    const draws = Array.from({ length: 2000 }, (_, seed) =>
      applied('flip', { probability: 0.3 }, image, SQUARE, seed),
    );
    const flipped = draws.filter((draw) => draw[0] !== image[0]).length;
    expect(Math.abs(flipped - 600)).toBeLessThan(5 * Math.sqrt(2000 * 0.3 * 0.7));
    const mirrored = image.slice();
    mirror(mirrored, SQUARE, 1);
    expect(applied('flip', { probability: 1 }, image, SQUARE)).toEqual(mirrored);
    expect(applied('flip', { probability: 0 }, image, SQUARE)).toEqual(image);
  });

  it('mirrors each axis by itself where asked to', () => {
    const cube: ImageGeometry = { dims: 3, size: 3, channels: 1 };
    const image = gradient(cube);
    const everyAxis = flip.settings.parse({ probability: 1, axes: 'every' });
    const once = image.slice();
    flip.apply(once, cube, everyAxis, createRandom(1), image);
    expect(once).toEqual(image.toReversed());
  });
});

describe('noise', () => {
  it('has mean 0 and the deviation σ, at black and white as well', () => {
    const geometry: ImageGeometry = { dims: 2, size: 100, channels: 1 };
    for (const [sigma, grey] of [
      [0.05, 0],
      [0.2, 1],
      [0.1, 0.5],
    ] as const) {
      const image = new Float32Array(lengthOf(geometry)).fill(grey);
      const grain = applied('noise', { sigma }, image, geometry).map((value) => value - grey);
      const mean = grain.reduce((sum, value) => sum + value, 0) / grain.length;
      const deviation = Math.sqrt(grain.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grain.length);
      // Five standard errors: 5 σ / √n and 5 σ / √(2 n).
      expect(Math.abs(mean)).toBeLessThan((5 * sigma) / Math.sqrt(grain.length));
      expect(Math.abs(deviation - sigma)).toBeLessThan((5 * sigma) / Math.sqrt(2 * grain.length));
    }
  });
});

describe('shift', () => {
  it('moves whole pixels and repeats the edge', () => {
    const image = gradient(SQUARE);
    const shifts = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const moved = applied('shift', { pixels: 1 }, image, SQUARE, seed);
      const candidates = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [down, right] as const));
      const found = candidates.filter(([down, right]) =>
        moved.every((value, place) => {
          const clamp = (edge: number) => Math.min(SQUARE.size - 1, Math.max(0, edge));
          const row = clamp(Math.floor(place / SQUARE.size) - down);
          const column = clamp((place % SQUARE.size) - right);
          return value === image[row * SQUARE.size + column];
        }),
      );
      expect(found).toHaveLength(1);
      shifts.add(found[0]!.join());
    }
    expect(shifts.size).toBe(9);
  });
});

describe('rotation', () => {
  it('keeps the centre, and by 0 degrees the whole image', () => {
    const image = gradient(SQUARE);
    for (let seed = 0; seed < 20; seed++) {
      expect(applied('rotation', { degrees: 30 }, image, SQUARE, seed)[12]).toBeCloseTo(image[12]!, 6);
    }
    expect(applied('rotation', { degrees: 0 }, image, SQUARE)).toEqual(image);
  });
});

describe('invert, intensity and shape transform', () => {
  it('swap black and white; change brightness and contrast within their bounds; scale all voxels alike', () => {
    const image = gradient(SQUARE);
    expect(applied('invert', { probability: 1 }, image, SQUARE)).toEqual(image.map((value) => 1 - value));
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (let seed = 0; seed < 50; seed++) {
      const jittered = applied('intensity', { brightness: 0.1, contrast: 0.2 }, image, SQUARE, seed);
      expect(Math.abs(mean(jittered) - mean(image))).toBeLessThanOrEqual(0.1 + 1e-6);
      const gain = (jittered[24]! - jittered[0]!) / (image[24]! - image[0]!);
      expect(Math.abs(gain - 1)).toBeLessThanOrEqual(0.2 + 1e-5);
      const scaled = applied('shapeTransform', {}, image, SQUARE, seed);
      const factor = scaled[24]! / image[24]!;
      expect(factor).toBeGreaterThanOrEqual(0);
      expect(factor).toBeLessThan(1);
      scaled.forEach((value, place) => {
        expect(value).toBeCloseTo(factor * image[place]!, 6);
      });
    }
  });
});

describe.each(Object.keys(AUGMENTATIONS) as AugmentationName[])('%s', (name) => {
  it('keeps the shape, stays finite, and is decided by its stream', () => {
    fc.assert(
      fc.property(geometries, fc.nat(500), (geometry, seed) => {
        const image = gradient(geometry);
        const changed = applied(name, {}, image, geometry, seed);
        expect(changed.length).toBe(image.length);
        expect(changed.every(Number.isFinite)).toBe(true);
        expect(applied(name, {}, image, geometry, seed)).toEqual(changed);
      }),
    );
  });

  it('changes something, and not always the same', () => {
    const image = gradient(SQUARE);
    const draws = Array.from({ length: 30 }, (_, seed) => applied(name, {}, image, SQUARE, seed).join());
    expect(new Set(draws).size).toBeGreaterThan(1);
  });
});
