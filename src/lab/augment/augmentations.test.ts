import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import type { Augmentation, ImageGeometry, PairAugmentation } from './augmentation.ts';
import { flip, mirror } from './flip.ts';
import { mixup } from './mixup.ts';
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
  const augmentation = AUGMENTATIONS[name] as Augmentation | PairAugmentation;
  const result = image.slice();
  const values = augmentation.settings.parse(settings);
  const scratch = new Float32Array(image.length).fill(Number.NaN);
  const random = createRandom(seed);
  if ('mix' in augmentation) augmentation.mix(result, image.toReversed(), values, random);
  else augmentation.apply(result, geometry, values, random, scratch);
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

describe('crop and scale', () => {
  it('keeps the whole where it may cut nothing off', () => {
    const image = gradient(SQUARE);
    expect(applied('crop', { smallest: 1, stretch: 1 }, image, SQUARE)).toEqual(image);
  });

  it('shows a part of the area asked for, straight, in every slice alike', () => {
    const cube: ImageGeometry = { dims: 3, size: 6, channels: 1 };
    // Row and column can be read off: 100 z + 10 y + x.
    const image = Float32Array.from(
      { length: 216 },
      (_, place) => 100 * Math.floor(place / 36) + 10 * (Math.floor(place / 6) % 6) + (place % 6),
    );
    for (let seed = 0; seed < 60; seed++) {
      const part = applied('crop', { smallest: 0.5, stretch: 1.5 }, image, cube, seed);
      const at = (slice: number, row: number, column: number) => part[(slice * 6 + row) * 6 + column]!;
      // Between pixels 1 and 4 nothing comes from beyond the edge.
      const height = (at(0, 4, 2) - at(0, 1, 2)) / 30;
      const width = (at(0, 2, 4) - at(0, 2, 1)) / 3;
      expect(height * width).toBeGreaterThan(0.5 / 1.5);
      expect(height).toBeLessThanOrEqual(1 + 1e-5);
      expect(width).toBeLessThanOrEqual(1 + 1e-5);
      if (height < 1 - 1e-5 && width < 1 - 1e-5) {
        expect(height * width).toBeGreaterThan(0.5 - 1e-4);
        expect(height / width).toBeLessThan(1.5 + 1e-4);
        expect(width / height).toBeLessThan(1.5 + 1e-4);
      }
      expect(at(5, 3, 3) - at(0, 3, 3)).toBeCloseTo(500, 3);
    }
  });
});

describe('contrast', () => {
  it('keeps the mean, and multiplies or divides the distances from it by up to the strength', () => {
    const image = gradient(SQUARE);
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const gains = Array.from({ length: 400 }, (_, seed) => {
      const changed = applied('contrast', { strength: 2 }, image, SQUARE, seed);
      expect(mean(changed)).toBeCloseTo(mean(image), 5);
      return (changed[24]! - changed[0]!) / (image[24]! - image[0]!);
    });
    expect(Math.min(...gains)).toBeGreaterThanOrEqual(0.5 - 1e-5);
    expect(Math.max(...gains)).toBeLessThanOrEqual(2 + 1e-5);
    // Harder as often as flatter, within five standard errors of 400 coins.
    expect(Math.abs(gains.filter((gain) => gain > 1).length - 200)).toBeLessThan(50);
    expect(applied('contrast', { strength: 1 }, image, SQUARE)).toEqual(image);
  });
});

describe('random erasing', () => {
  it('covers one box with all its channels, no more of the image than asked for, as often as asked for', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(2 as const, 3 as const),
        fc.integer({ min: 4, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(10_000),
        (dims, size, channels, seed) => {
          const geometry = { dims, size, channels };
          const image = new Float32Array(lengthOf(geometry)).fill(2);
          const erased = applied(
            'erasing',
            { probability: 1, largest: 0.3, fill: 'black' },
            image,
            geometry,
            seed,
          );
          const places = [...erased].flatMap((value, place) =>
            value === 0 ? [Math.floor(place / channels)] : [],
          );
          const edges = Array.from({ length: dims }, (_, axis) => {
            const along = places.map((place) => Math.floor(place / size ** axis) % size);
            return Math.max(...along) - Math.min(...along) + 1;
          });
          const volume = edges.reduce((product, edge) => product * edge, 1);
          expect(places).toHaveLength(volume * channels);
          // Edges are rounded to whole pixels.
          const most = edges.reduce((product, edge) => product * Math.max(1, edge - 0.5), 1);
          expect(most / size ** dims).toBeLessThanOrEqual(Math.max(0.3, size ** -dims) + 1e-9);
        },
      ),
    );
    const image = gradient(SQUARE);
    const touched = Array.from({ length: 2000 }, (_, seed) =>
      applied('erasing', { probability: 0.3, fill: 'mean' }, image, SQUARE, seed),
    ).filter((result) => result.join() !== image.join()).length;
    expect(Math.abs(touched - 600)).toBeLessThan(5 * Math.sqrt(2000 * 0.3 * 0.7));
  });

  it('fills with grain, with the mean grey, or with black', () => {
    const image = gradient(SQUARE);
    const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
    const fresh = (fill: string) => {
      const erased = applied('erasing', { probability: 1, fill }, image, SQUARE, 3);
      return [...erased].filter((value, place) => value !== image[place]);
    };
    for (const value of fresh('mean')) expect(value).toBeCloseTo(mean, 6);
    for (const value of fresh('black')) expect(value).toBe(0);
    expect(new Set(fresh('noise')).size).toBe(fresh('noise').length);
  });
});

describe('mixup', () => {
  const mixed = (alpha: number, seed: number) => {
    const image = Float32Array.of(1, 0, 0.5);
    const share = mixup.mix(image, Float32Array.of(0, 1, 0.5), { alpha }, createRandom(seed));
    return { image, share };
  };

  it('mixes the pixels by the share that it tells, of which the image has the larger', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { image, share } = mixed(0.4, seed);
      expect(share).toBeGreaterThanOrEqual(0.5);
      expect(share).toBeLessThanOrEqual(1);
      expect(image[0]).toBeCloseTo(share, 6);
      expect(image[1]).toBeCloseTo(1 - share, 6);
      expect(image[2]).toBeCloseTo(0.5, 6);
    }
  });

  it.each([0.05, 0.2, 0.5, 1])('draws its shares from Beta(α, α), α = %s', (alpha) => {
    const draws = Array.from({ length: 4000 }, (_, seed) => mixed(alpha, seed).share);
    // (share − ½)² is the same of either share: its mean is the variance of Beta(α, α), 1 / (4 (2 α + 1)).
    const squares = draws.map((share) => (share - 0.5) ** 2);
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    const spread = Math.sqrt(squares.reduce((sum, square) => sum + (square - mean) ** 2, 0) / squares.length);
    expect(Math.abs(mean - 1 / (4 * (2 * alpha + 1)))).toBeLessThan((5 * spread) / Math.sqrt(draws.length));
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
