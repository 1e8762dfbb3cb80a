import { integerPower } from '../exact-math.ts';
import { z } from '../zod.ts';
import { defineAugmentation, type ImageGeometry } from './augmentation.ts';

/** Mirrors the image in place along one spatial axis (0 is the slowest: depth in 3D, height in 2D). */
export function mirror(image: Float32Array, { dims, size, channels }: ImageGeometry, axis: number): void {
  const inner = integerPower(size, dims - 1 - axis) * channels;
  const outer = integerPower(size, axis);
  for (let block = 0; block < outer; block++) {
    const start = block * size * inner;
    for (let low = 0, high = size - 1; low < high; low++, high--) {
      const [lowStart, highStart] = [start + low * inner, start + high * inner];
      for (let offset = 0; offset < inner; offset++) {
        const kept = image[lowStart + offset]!;
        image[lowStart + offset] = image[highStart + offset]!;
        image[highStart + offset] = kept;
      }
    }
  }
}

export const flip = defineAugmentation({
  label: 'Flip',
  shortName: 'flip',
  explanation: 'Mirrors an image left to right: teaches the model that the side does not matter.',
  settings: z.object({
    probability: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .meta({ title: 'Probability', description: 'How often an image is mirrored.', step: 0.05 }),
    axes: z
      .enum(['width', 'every'])
      .default('width')
      .meta({ title: 'Axes', description: 'Left–right only, or each spatial axis by itself.' }),
  }),
  apply(image, geometry, { probability, axes }, random) {
    const last = geometry.dims - 1;
    for (let axis = axes === 'every' ? 0 : last; axis <= last; axis++) {
      if (random.uniform() < probability) mirror(image, geometry, axis);
    }
  },
});
