import type { Tiles } from './tiles.ts';

/** Coarse values over an image or a volume, [(d,) h, w]. */
export interface CoarseMap {
  readonly map: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** The colours from little heat to much. */
const [LITTLE, MUCH] = [
  [255, 64, 0],
  [255, 240, 96],
] as const;

/**
 * A coarse map at the size of an image, linear between the middles of its places, 0 to 1 where its largest value is 1. A
 * plane over a volume is the same in every slice.
 *
 * @returns [slices, size, size]
 */
export function fullSize({ map, shape }: CoarseMap, { size, slices }: Tiles): Float32Array {
  const [depth, height, width] = shape.length === 3 ? shape : [1, ...shape];
  let most = 0;
  for (let at = 0; at < map.length; at++) most = Math.max(most, map[at]!);
  const scale = most > 0 ? 1 / most : 0;
  const [z, y, x] = [alongAxis(slices, depth!), alongAxis(size, height!), alongAxis(size, width!)];
  const heat = new Float32Array(slices * size * size);
  const at = (slice: number, row: number, column: number) =>
    map[(slice * height! + row) * width! + column]! * scale;
  for (let slice = 0; slice < slices; slice++) {
    const [z0, z1, zShare] = z[slice]!;
    for (let row = 0; row < size; row++) {
      const [y0, y1, yShare] = y[row]!;
      for (let column = 0; column < size; column++) {
        const [x0, x1, xShare] = x[column]!;
        const line = (s: number, r: number) => at(s, r, x0) * (1 - xShare) + at(s, r, x1) * xShare;
        const plane = (s: number) => line(s, y0) * (1 - yShare) + line(s, y1) * yShare;
        const value = z0 === z1 ? plane(z0) : plane(z0) * (1 - zShare) + plane(z1) * zShare;
        heat[(slice * size + row) * size + column] = value;
      }
    }
  }
  return heat;
}

/** The two places on either side of each pixel, and the share of the second. */
function alongAxis(pixels: number, places: number): readonly (readonly [number, number, number])[] {
  return Array.from({ length: pixels }, (_, pixel) => {
    const exact = ((pixel + 0.5) * places) / pixels - 0.5;
    const within = Math.min(places - 1, Math.max(0, exact));
    const first = Math.floor(within);
    return [first, Math.min(places - 1, first + 1), within - first] as const;
  });
}

/**
 * An image with the heat over it: where there is none its greys are as they were.
 *
 * @param heat of {@link fullSize}
 * @param opacity of the hottest place, 0 to 1
 */
export function withHeat(tiles: Tiles, heat: Float32Array, opacity: number): Tiles {
  const pixels = new Uint8ClampedArray(tiles.pixels.subarray(0, heat.length * 4));
  heat.forEach((value, place) => {
    const share = value * opacity;
    for (let channel = 0; channel < 3; channel++) {
      const colour = LITTLE[channel]! + (MUCH[channel]! - LITTLE[channel]!) * value;
      pixels[place * 4 + channel] = pixels[place * 4 + channel]! * (1 - share) + colour * share;
    }
  });
  return { ...tiles, pixels };
}
