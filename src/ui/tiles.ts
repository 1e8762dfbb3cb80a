/** Pixels of some images, RGBA [count, slices, size, size, 4]; 2D images have one slice. */
export interface Tiles {
  readonly pixels: Uint8ClampedArray;
  readonly size: number;
  readonly slices: number;
}

/** One slice of one tile as the browser draws it. */
export function sliceImage({ pixels, size, slices }: Tiles, tile: number, slice: number): ImageData {
  const length = size * size * 4;
  // Tiles of the set before have fewer slices, perhaps, until those of the next have come.
  const start = (tile * slices + Math.min(slice, slices - 1)) * length;
  return new ImageData(new Uint8ClampedArray(pixels.subarray(start, start + length)), size, size);
}
