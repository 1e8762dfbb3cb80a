import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shapeImage } from './shape-image.ts';

const BYTES = { window: { low: 0, high: 255 }, square: 'pad', dims: 2, channels: 1 } as const;

it('an image that is as it should be is copied to the byte, also from floats', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (values) => {
      for (const [numbers, high] of [
        [values, 255],
        [Float32Array.from(values, (value) => value / 255), 1],
        [Float64Array.from(values), 255],
        [Uint16Array.from(values, (value) => value * 257), 65535],
      ] as const) {
        const out = new Uint8Array(64);
        shapeImage(
          { values: numbers, edges: [8, 8], channels: 1 },
          { ...BYTES, size: 8, window: { low: 0, high } },
          out,
        );
        expect(out).toEqual(values);
      }
    }),
  );
});

it('one grey stays one grey at every size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 8, max: 50 }),
      fc.integer({ min: 8, max: 50 }),
      (grey, height, width) => {
        const out = new Uint8Array(28 * 28);
        const values = new Uint8Array(height * width).fill(grey);
        shapeImage(
          { values, edges: [height, width], channels: 1 },
          { ...BYTES, square: 'stretch', size: 28 },
          out,
        );
        expect(new Set(out)).toEqual(new Set([grey]));
      },
    ),
    { numRuns: 40 },
  );
});

it('pads and crops about the middle', () => {
  const values = Uint8Array.from({ length: 8 * 10 }, (_, at) => 100 + (at % 10));
  const padded = new Uint8Array(100);
  shapeImage({ values, edges: [8, 10], channels: 1 }, { ...BYTES, size: 10 }, padded);
  expect([...padded.subarray(0, 10)]).toEqual(new Array(10).fill(0));
  expect([...padded.subarray(10, 20)]).toEqual([...values.subarray(0, 10)]);
  expect([...padded.subarray(90)]).toEqual(new Array(10).fill(0));
  const cropped = new Uint8Array(64);
  shapeImage({ values, edges: [8, 10], channels: 1 }, { ...BYTES, square: 'crop', size: 8 }, cropped);
  expect([...cropped.subarray(0, 8)]).toEqual([...values.subarray(1, 9)]);
});

it('shrinking counts every pixel: a fine chequered pattern becomes its mean', () => {
  const values = Uint8Array.from({ length: 64 * 64 }, (_, at) => (((at >> 6) + at) % 2) * 200);
  const out = new Uint8Array(16 * 16);
  shapeImage({ values, edges: [64, 64], channels: 1 }, { ...BYTES, size: 16 }, out);
  for (const grey of out) expect(Math.abs(grey - 100)).toBeLessThanOrEqual(8);
});

it('colour becomes grey by BT.601, grey becomes three equal channels, and transparency goes', () => {
  const out = new Uint8Array(1);
  const goal = { ...BYTES, size: 1 } as const;
  shapeImage({ values: Uint8Array.of(255, 0, 0, 9), edges: [1, 1], channels: 4 }, goal, out);
  expect(out[0]).toBe(76);
  const colour = new Uint8Array(3);
  shapeImage({ values: Uint8Array.of(70), edges: [1, 1], channels: 1 }, { ...goal, channels: 3 }, colour);
  expect([...colour]).toEqual([70, 70, 70]);
});

/** The filter by its definition: each pixel of the smaller grid is the mean of all, weighted by a triangle as wide as it. */
function byDefinition(
  values: Uint8Array,
  [height, width]: readonly [number, number],
  size: number,
): number[] {
  const weight = (place: number, pixel: number, from: number) => {
    const ratio = from / size;
    return Math.max(0, 1 - Math.abs(pixel + 0.5 - (place + 0.5) * ratio) / Math.max(1, ratio));
  };
  return Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    let sum = 0;
    let total = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const share = weight(row, y, height) * weight(column, x, width);
        sum += share * values[y * width + x]!;
        total += share;
      }
    }
    return sum / total;
  });
}

it('scaling is the filter of its definition, larger and smaller, whatever the image', () => {
  const edge = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(edge, edge, fc.integer({ min: 1, max: 30 }), fc.integer(), (height, width, size, seed) => {
      const values = Uint8Array.from(
        { length: height * width },
        (_, at) => (Math.imul(at + 1, 2654435761) ^ seed) >>> 24,
      );
      const out = new Uint8Array(size * size);
      shapeImage({ values, edges: [height, width], channels: 1 }, { ...BYTES, square: 'stretch', size }, out);
      const wanted = byDefinition(values, [height, width], size);
      // Rounded to a byte, and nothing else.
      out.forEach((grey, at) => void expect(Math.abs(grey - wanted[at]!)).toBeLessThanOrEqual(0.5 + 1e-6));
    }),
    { numRuns: 60 },
  );
});
