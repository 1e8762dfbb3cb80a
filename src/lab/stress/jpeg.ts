import { BLOCK, forwardDct, inverseDct } from './dct.ts';
import { grey, planesOf, type Stress } from './stress.ts';

/** Quantisation of luminance and of chrominance, row by row of frequencies (ITU-T T.81, tables K.1 and K.2). */
export const LUMINANCE = [
  ...[16, 11, 10, 16, 24, 40, 51, 61],
  ...[12, 12, 14, 19, 26, 58, 60, 55],
  ...[14, 13, 16, 24, 40, 57, 69, 56],
  ...[14, 17, 22, 29, 51, 87, 80, 62],
  ...[18, 22, 37, 56, 68, 109, 103, 77],
  ...[24, 35, 55, 64, 81, 104, 113, 92],
  ...[49, 64, 78, 87, 103, 121, 120, 101],
  ...[72, 92, 95, 98, 112, 100, 103, 99],
];
const CHROMINANCE = [
  ...[17, 18, 24, 47, 99, 99, 99, 99],
  ...[18, 21, 26, 66, 99, 99, 99, 99],
  ...[24, 26, 56, 99, 99, 99, 99, 99],
  ...[47, 66, 99, 99, 99, 99, 99, 99],
  ...new Array<number>(32).fill(99),
];

/**
 * What a JPEG file of a quality leaves, by MedMNIST-C's strengths for PneumoniaMNIST, ChestMNIST and PathMNIST: the real
 * DCT of blocks of 8×8 pixels, quantised and back, without the lossless coding that changes nothing. Colours are told by
 * brightness and two colour differences (JFIF) at full resolution; MedMNIST-C's files halve that of the colours. Its
 * blocks are of 8 of 224 pixels, and these of 8 of 28: the same quality shows more.
 */
export const jpeg: Stress = {
  label: 'JPEG',
  explanation: 'Saved as a JPEG file of low quality.',
  strengths: [50, 30, 15, 10, 7],
  strengthText: (quality) => `quality ${quality}`,
  apply(image, geometry, quality) {
    const { size, channels } = geometry;
    for (const plane of planesOf(image, geometry)) {
      const isColour = channels === 3;
      const parts = isColour ? toLumaAndColour(plane) : channelsOf(plane, channels);
      parts.forEach((part, index) => {
        roundTrip(part, size, scaledTable(isColour && index > 0 ? CHROMINANCE : LUMINANCE, quality));
      });
      if (isColour) fromLumaAndColour(parts, plane);
      else
        plane.forEach((_, place) => {
          plane[place] = parts[place % channels]![Math.floor(place / channels)]!;
        });
    }
  },
};

/** The table at a quality of 1 to 100, as the Independent JPEG Group scales it: 50 is the table as it is. */
export function scaledTable(table: readonly number[], quality: number): readonly number[] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return table.map((step) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

/** Quantises a plane of greys [size, size] and brings it back, in place; the last blocks repeat the edge. */
export function roundTrip(plane: Float64Array, size: number, table: readonly number[]): void {
  const before = plane.slice();
  const block = new Float64Array(BLOCK * BLOCK);
  const inside = (at: number) => Math.min(size - 1, at);
  for (let top = 0; top < size; top += BLOCK) {
    for (let left = 0; left < size; left += BLOCK) {
      for (let place = 0; place < block.length; place++) {
        const [row, column] = [top + Math.floor(place / BLOCK), left + (place % BLOCK)];
        block[place] = before[inside(row) * size + inside(column)]! - 128;
      }
      const kept = forwardDct(block).map((value, place) => Math.round(value / table[place]!) * table[place]!);
      inverseDct(kept).forEach((value, place) => {
        const [row, column] = [top + Math.floor(place / BLOCK), left + (place % BLOCK)];
        if (row < size && column < size) plane[row * size + column] = grey(value + 128);
      });
    }
  }
}

function channelsOf(plane: Uint8Array, channels: number): Float64Array[] {
  return Array.from({ length: channels }, (_, channel) =>
    Float64Array.from({ length: plane.length / channels }, (_, pixel) => plane[pixel * channels + channel]!),
  );
}

/** JFIF 1.02: Y, Cb and Cr, each a whole number of 0 to 255. */
function toLumaAndColour(plane: Uint8Array): Float64Array[] {
  const [red, green, blue] = channelsOf(plane, 3) as [Float64Array, Float64Array, Float64Array];
  const mixed = (r: number, g: number, b: number, offset: number) =>
    red.map((value, pixel) => grey(r * value + g * green[pixel]! + b * blue[pixel]! + offset));
  return [
    mixed(0.299, 0.587, 0.114, 0),
    mixed(-0.168736, -0.331264, 0.5, 128),
    mixed(0.5, -0.418688, -0.081312, 128),
  ];
}

function fromLumaAndColour([luma, cb, cr]: readonly Float64Array[], plane: Uint8Array): void {
  luma!.forEach((y, pixel) => {
    const [b, r] = [cb![pixel]! - 128, cr![pixel]! - 128];
    plane[pixel * 3] = grey(y + 1.402 * r);
    plane[pixel * 3 + 1] = grey(y - 0.344136 * b - 0.714136 * r);
    plane[pixel * 3 + 2] = grey(y + 1.772 * b);
  });
}
