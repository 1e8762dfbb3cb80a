import type { Tiles } from '../tiles.ts';

/** Dims what lies behind, so that a turning projection tells front from back: the share of brightness lost in depth. */
const DEPTH = 0.55;

/**
 * A volume seen from the side, turned about its upright axis: along each line of sight the brightest voxel, the nearer
 * ones brighter (depth-shaded maximum-intensity projection).
 *
 * @param volume one tile with `size` slices
 * @param angle in radians; 0 looks along the slices
 */
export function projectVolume({ pixels, size, slices }: Tiles, angle: number): ImageData {
  const image = new ImageData(size, size);
  const { data } = image;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const [middle, depth] = [(size - 1) / 2, (slices - 1) / 2];
  // A turned cube is wider than its face.
  const shrink = 1 / (Math.abs(sine) + Math.abs(cosine));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const across = (column - middle) / shrink;
      let [red, green, blue] = [0, 0, 0];
      for (let step = 0; step < slices; step++) {
        const along = (step - depth) / shrink;
        const x = Math.round(middle + across * cosine - along * sine);
        const z = Math.round(depth + ((across * sine + along * cosine) * depth) / middle);
        if (x < 0 || x >= size || z < 0 || z >= slices) continue;
        const light = 1 - (DEPTH * step) / slices;
        const at = ((z * size + row) * size + x) * 4;
        red = Math.max(red, pixels[at]! * light);
        green = Math.max(green, pixels[at + 1]! * light);
        blue = Math.max(blue, pixels[at + 2]! * light);
      }
      const to = (row * size + column) * 4;
      data[to] = red;
      data[to + 1] = green;
      data[to + 2] = blue;
      data[to + 3] = 255;
    }
  }
  return image;
}
