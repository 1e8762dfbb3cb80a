import type { ImageGeometry } from '../augment/augmentation.ts';
import { type PlaneMapping, resamplePlanes } from '../augment/resample.ts';
import { grey } from './stress.ts';

/** Redraws an image in place through a mapping, as augmentations do; see resamplePlanes. */
export function redraw(image: Uint8Array, geometry: ImageGeometry, mapping: PlaneMapping): void {
  const pixels = Float32Array.from(image);
  resamplePlanes(pixels, geometry, mapping, new Float32Array(image.length));
  for (let place = 0; place < image.length; place++) image[place] = grey(pixels[place]!);
}
