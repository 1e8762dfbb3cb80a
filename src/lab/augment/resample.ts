import type { ImageGeometry } from './augmentation.ts';

/** Writes the source coordinates (row, column in pixels) of one output pixel into `source`. */
export type PlaneMapping = (row: number, column: number, source: Float64Array) => void;

/**
 * Redraws every [height, width] plane of the image through a mapping, with bilinear interpolation; what comes from
 * outside is taken from the nearest edge pixel, so that no black border tells the model what was done.
 */
export function resamplePlanes(
  image: Float32Array,
  { size, channels }: ImageGeometry,
  mapping: PlaneMapping,
  scratch: Float32Array,
): void {
  scratch.set(image);
  const planeLength = size * size * channels;
  const { corners, shares } = sourcesOf(size, channels, mapping);
  // Plane after plane, in the order of memory: along the depth of a volume each step would be to another line of the cache.
  for (let start = 0; start < image.length; start += planeLength) {
    for (let pixel = 0, target = start; pixel < size * size; pixel++) {
      const corner = 4 * pixel;
      const topLeft = start + corners[corner]!;
      const topRight = start + corners[corner + 1]!;
      const downLeft = start + corners[corner + 2]!;
      const downRight = start + corners[corner + 3]!;
      const fy = shares[2 * pixel]!;
      const fx = shares[2 * pixel + 1]!;
      for (let channel = 0; channel < channels; channel++, target++) {
        image[target] =
          (1 - fy) * ((1 - fx) * scratch[topLeft + channel]! + fx * scratch[topRight + channel]!) +
          fy * ((1 - fx) * scratch[downLeft + channel]! + fx * scratch[downRight + channel]!);
      }
    }
  }
}

/**
 * Where each pixel of a plane comes from, which is alike in every plane: the places of the four pixels around its source
 * [top left, top right, down left, down right], and how far the source is down and right of the first.
 */
function sourcesOf(size: number, channels: number, mapping: PlaneMapping) {
  const corners = new Int32Array(4 * size * size);
  const shares = new Float64Array(2 * size * size);
  const source = new Float64Array(2);
  const rowLength = size * channels;
  for (let row = 0, pixel = 0; row < size; row++) {
    for (let column = 0; column < size; column++, pixel++) {
      mapping(row, column, source);
      const y = Math.min(Math.max(source[0]!, 0), size - 1);
      const x = Math.min(Math.max(source[1]!, 0), size - 1);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [down, right] = [Math.min(top + 1, size - 1), Math.min(left + 1, size - 1)];
      corners[4 * pixel] = top * rowLength + left * channels;
      corners[4 * pixel + 1] = top * rowLength + right * channels;
      corners[4 * pixel + 2] = down * rowLength + left * channels;
      corners[4 * pixel + 3] = down * rowLength + right * channels;
      shares[2 * pixel] = y - top;
      shares[2 * pixel + 1] = x - left;
    }
  }
  return { corners, shares };
}
