import type { ImageGeometry } from './augmentation.ts';

/** Writes the source coordinates (row, column in pixels) of one output pixel into `source`. */
export type PlaneMapping = (row: number, column: number, source: Float64Array) => void;

/**
 * Redraws every [height, width] plane of the image through a mapping, with bilinear interpolation; what comes from
 * outside is taken from the nearest edge pixel, so that no black border tells the model what was done.
 */
export function resamplePlanes(
  image: Float32Array,
  { dims, size, channels }: ImageGeometry,
  mapping: PlaneMapping,
  scratch: Float32Array,
): void {
  scratch.set(image);
  const planes = dims === 3 ? size : 1;
  const planeLength = size * size * channels;
  const rowLength = size * channels;
  const source = new Float64Array(2);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      mapping(row, column, source);
      const y = Math.min(Math.max(source[0]!, 0), size - 1);
      const x = Math.min(Math.max(source[1]!, 0), size - 1);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [down, right] = [Math.min(top + 1, size - 1), Math.min(left + 1, size - 1)];
      const [fy, fx] = [y - top, x - left];
      for (let plane = 0; plane < planes; plane++) {
        for (let channel = 0; channel < channels; channel++) {
          const at = (r: number, c: number) =>
            scratch[plane * planeLength + r * rowLength + c * channels + channel]!;
          image[plane * planeLength + row * rowLength + column * channels + channel] =
            (1 - fy) * ((1 - fx) * at(top, left) + fx * at(top, right)) +
            fy * ((1 - fx) * at(down, left) + fx * at(down, right));
        }
      }
    }
  }
}
