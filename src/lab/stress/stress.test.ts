import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageGeometry } from '../augment/augmentation.ts';
import { createRandom } from '../random.ts';
import { forwardDct, inverseDct } from './dct.ts';
import { LUMINANCE, roundTrip, scaledTable } from './jpeg.ts';
import { STRESS_NAMES, STRESSES, type StressName, stressed } from './registry.ts';
import { SEVERITIES, type Severity } from './stress.ts';

const FLAT: ImageGeometry = { dims: 2, size: 4, channels: 1 };

/** The image after a stress of a strength of its own. */
function changed(name: StressName, image: readonly number[], strength: number, geometry = FLAT, seed = 1) {
  const pixels = Uint8Array.from(image);
  STRESSES[name].apply(pixels, geometry, strength, createRandom(seed));
  return [...pixels];
}

const RAMP = Array.from({ length: 16 }, (_, place) => place * 16);

const geometries: fc.Arbitrary<ImageGeometry> = fc.record({
  dims: fc.constantFrom(2, 3),
  size: fc.integer({ min: 6, max: 12 }),
  channels: fc.constantFrom(1, 3),
});

const cases = geometries.chain((geometry) =>
  fc.record({
    geometry: fc.constant(geometry),
    name: fc.constantFrom(...STRESS_NAMES),
    severity: fc.constantFrom(...SEVERITIES),
    image: fc.uint8Array({
      minLength: geometry.size ** geometry.dims * geometry.channels,
      maxLength: geometry.size ** geometry.dims * geometry.channels,
    }),
  }),
);

describe('every stress', () => {
  it('gives the same for the same image and place, and leaves the image itself as it was', () => {
    fc.assert(
      fc.property(cases, fc.nat(1000), ({ geometry, name, severity, image }, index) => {
        const before = image.slice();
        const once = stressed(image, geometry, name, severity, index);
        expect(stressed(image, geometry, name, severity, index)).toEqual(once);
        expect(image).toEqual(before);
        expect(once).toHaveLength(image.length);
      }),
      { numRuns: 60 },
    );
  });

  it('does to the slices of a volume what it does to flat images, by the same draws but for noise', () => {
    const names = STRESS_NAMES.filter((name) => name !== 'noise');
    fc.assert(
      fc.property(cases, fc.constantFrom(...names), ({ severity }, name) => {
        const size = 6;
        const slices = Array.from({ length: size }, (_, slice) =>
          Uint8Array.from({ length: size * size }, (_, place) => (place * 7 + slice * 31) % 256),
        );
        const volume = Uint8Array.from(slices.flatMap((slice) => [...slice]));
        const whole = stressed(volume, { dims: 3, size, channels: 1 }, name, severity, 3);
        const each = slices.flatMap((slice) => [
          ...stressed(slice, { dims: 2, size, channels: 1 }, name, severity, 3),
        ]);
        expect([...whole]).toEqual(each);
      }),
      { numRuns: 45 },
    );
  });

  it('gets worse with each severity: further from the image', () => {
    const image = Uint8Array.from({ length: 28 * 28 }, (_, place) => {
      const [row, column] = [Math.floor(place / 28), place % 28];
      return 40 + ((row * 37 + column * 61) % 90) + (row > 9 && row < 19 && column > 9 ? 90 : 0);
    });
    const geometry = { dims: 2, size: 28, channels: 1 } as const;
    const distance = (name: StressName, severity: Severity) => {
      let sum = 0;
      for (let index = 0; index < 8; index++) {
        stressed(image, geometry, name, severity, index).forEach((value, place) => {
          sum += Math.abs(value - image[place]!);
        });
      }
      return sum;
    };
    for (const name of STRESS_NAMES) {
      // On a pattern this fine each shift or block is another image: only the ends are told.
      expect(distance(name, 1), name).toBeGreaterThan(0);
      if (name === 'shift' || name === 'rotation' || name === 'pixelation') continue;
      for (const severity of [2, 3, 4, 5] as const) {
        expect(distance(name, severity), `${name} ${severity}`).toBeGreaterThan(
          distance(name, (severity - 1) as Severity),
        );
      }
    }
  });
});

describe('by hand', () => {
  it('noise has mean 0 and its spread', () => {
    const image = new Uint8Array(20_000).fill(128);
    STRESSES.noise.apply(image, FLAT, 0.1, createRandom(5));
    const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
    const spread = Math.sqrt(image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / image.length);
    expect(Math.abs(mean - 128)).toBeLessThan(1);
    expect(Math.abs(spread - 25.5)).toBeLessThan(0.6);
  });

  it('blur leaves a flat image alone, and gives a point the weights of a Gaussian', () => {
    expect(changed('blur', new Array<number>(16).fill(77), 7)).toEqual(new Array<number>(16).fill(77));
    const geometry = { dims: 2, size: 7, channels: 1 } as const;
    const point = Array.from({ length: 49 }, (_, place) => (place === 24 ? 255 : 0));
    // σ of 4 pixels of 28 is 1 of 7.
    const blurred = changed('blur', point, 4, geometry);
    const weights = [-3, -2, -1, 0, 1, 2, 3].map((x) => Math.exp(-(x * x) / 2));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    blurred.forEach((value, place) => {
      const expected = (255 * weights[Math.floor(place / 7)]! * weights[place % 7]!) / sum ** 2;
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(0.5 + 1e-9);
    });
  });

  it('brightness is a factor, cut at white', () => {
    const results = [1, 2, 3, 4, 5, 6].map((seed) =>
      changed('brightness', [100, 200], 0.5, FLAT, seed).join(),
    );
    expect(new Set(results)).toEqual(new Set(['150,255', '50,100']));
  });

  it('contrast is around the mean grey', () => {
    const results = [1, 2, 3, 4, 5, 6].map((seed) =>
      changed('contrast', [80, 120, 80, 120], 0.5, { ...FLAT, size: 2 }, seed).join(),
    );
    expect(new Set(results)).toEqual(new Set(['70,130,70,130', '90,110,90,110']));
    const colour = { dims: 2, size: 1, channels: 3 } as const;
    const grey = Math.round(0.299 * 10 + 0.587 * 20 + 0.114 * 200);
    const seen = changed('contrast', [10, 20, 200], 0.5, colour);
    const factor = seen[2] === 255 ? 1.5 : 0.5;
    expect(seen).toEqual(
      [10, 20, 200].map((x) => Math.max(0, Math.min(255, Math.round(grey + factor * (x - grey))))),
    );
  });

  it('shift moves by whole pixels, and the edge goes on', () => {
    const moved = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((seed) => changed('shift', RAMP, 7, FLAT, seed).join());
    const down = [...RAMP.slice(0, 4), ...RAMP.slice(0, 12)];
    const left = RAMP.map((value, place) => (place % 4 === 3 ? value : RAMP[place + 1]!));
    expect(moved).toContain(down.join());
    expect(moved).toContain(left.join());
    expect(new Set(moved).size).toBe(4);
  });

  it('rotation by a quarter is a quarter turn', () => {
    const turned = [1, 2, 3, 4].map((seed) => changed('rotation', RAMP, 90, FLAT, seed).join());
    const quarter = RAMP.map((_, place) => RAMP[(3 - (place % 4)) * 4 + Math.floor(place / 4)]!);
    expect(new Set(turned).size).toBe(2);
    expect(turned).toContain(quarter.join());
  });

  it('pixelation gives each block its mean', () => {
    expect(changed('pixelation', RAMP, 0.5)).toEqual(
      RAMP.map((_, place) => {
        const [row, column] = [2 * Math.floor(place / 8), 2 * Math.floor((place % 4) / 2)];
        const at = (r: number, c: number) => RAMP[(row + r) * 4 + column + c]!;
        return Math.round((at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4);
      }),
    );
    expect(changed('pixelation', RAMP, 1)).toEqual(RAMP);
  });

  it('a missing corner is a black square in one of four corners', () => {
    const white = new Array<number>(16).fill(255);
    const seen = Array.from({ length: 40 }, (_, seed) => changed('corner', white, 0.5, FLAT, seed));
    for (const image of seen) expect(image.filter((value) => value === 0)).toHaveLength(4);
    expect(new Set(seen.map((image) => image.join())).size).toBe(4);
    expect(seen.every((image) => [0, 3, 12, 15].some((place) => image[place] === 0))).toBe(true);
  });
});

describe('JPEG', () => {
  const block = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 64, maxLength: 64 });

  /** The sum as T.81 (A.3.3) writes it. */
  function byDefinition(values: readonly number[]): number[] {
    const c = (u: number) => (u === 0 ? Math.SQRT1_2 : 1);
    return values.map((_, place) => {
      const [v, u] = [Math.floor(place / 8), place % 8];
      let sum = 0;
      for (let y = 0; y < 8; y++)
        for (let x = 0; x < 8; x++)
          sum +=
            values[y * 8 + x]! *
            Math.cos(((2 * x + 1) * u * Math.PI) / 16) *
            Math.cos(((2 * y + 1) * v * Math.PI) / 16);
      return 0.25 * c(u) * c(v) * sum;
    });
  }

  it('takes the DCT of the standard, and its inverse', () => {
    fc.assert(
      fc.property(block, (values) => {
        const coefficients = forwardDct(Float64Array.from(values));
        byDefinition(values).forEach((value, place) => {
          expect(coefficients[place]).toBeCloseTo(value, 9);
        });
        inverseDct(coefficients).forEach((value, place) => {
          expect(value).toBeCloseTo(values[place]!, 9);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('scales the table as the Independent JPEG Group does', () => {
    expect(scaledTable(LUMINANCE, 50)).toEqual(LUMINANCE);
    expect(scaledTable(LUMINANCE, 100)).toEqual(new Array<number>(64).fill(1));
    expect(scaledTable(LUMINANCE, 10).slice(0, 4)).toEqual([80, 55, 50, 80]);
    expect(scaledTable(LUMINANCE, 7)[63]).toBe(255);
  });

  it('quantises each frequency of a block, no further than half a step in each', () => {
    fc.assert(
      fc.property(block, fc.constantFrom(50, 30, 15, 10, 7), (values, quality) => {
        const table = scaledTable(LUMINANCE, quality);
        const plane = Float64Array.from(values);
        roundTrip(plane, 8, table);
        const levels = byDefinition(values.map((value) => value - 128)).map(
          (value, place) => value / table[place]!,
        );
        // Half-way between two steps the last bit of a sum decides, and each way of summing has its own.
        fc.pre(levels.every((level) => Math.abs(Math.abs(level % 1) - 0.5) > 1e-9));
        const expected = inverseDct(
          Float64Array.from(levels, (level, place) => Math.round(level) * table[place]!),
        );
        plane.forEach((value, place) => {
          const near = Math.min(255, Math.max(0, expected[place]! + 128));
          expect(Math.abs(value - near)).toBeLessThanOrEqual(0.5 + 1e-6);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('leaves flat images within half a step of their mean, and greys grey in colour', () => {
    const colour = { dims: 2, size: 12, channels: 3 } as const;
    const image = Array.from({ length: 432 }, (_, place) => 20 + Math.floor(place / 3));
    const seen = changed('jpeg', image, 30, colour);
    for (let pixel = 0; pixel < 144; pixel++) {
      expect(new Set(seen.slice(pixel * 3, pixel * 3 + 3)).size).toBe(1);
    }
    const flat = changed('jpeg', new Array<number>(144).fill(100), 50, { dims: 2, size: 12, channels: 1 });
    for (const value of flat) expect(Math.abs(value - 100)).toBeLessThanOrEqual(1);
  });
});
