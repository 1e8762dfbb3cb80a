import { integerPower } from '../exact-math.ts';
import type { Random } from '../random.ts';
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

/** Those along which an image is mirrored: at most one for each of its axes. */
function drawAxes(
  { dims }: ImageGeometry,
  { probability, axes }: { readonly probability: number; readonly axes: 'width' | 'every' },
  random: Random,
): readonly number[] {
  const candidates = Array.from({ length: dims }, (_, axis) => axis).slice(axes === 'every' ? 0 : -1);
  return candidates.filter(() => random.uniform() < probability);
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
  apply(image, geometry, settings, random) {
    for (const axis of drawAxes(geometry, settings, random)) mirror(image, geometry, axis);
  },
  changes: (geometry, settings, random) =>
    drawAxes(geometry, settings, random).map((axis) => ({ kind: 'mirror', axis })),
});
