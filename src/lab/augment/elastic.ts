import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';
import { resamplePlanes } from './resample.ts';

/** Spacing of the control points, in pixels: the bend is smooth at this scale. */
const SPACING = 7;

export const elastic = defineAugmentation({
  label: 'Elastic',
  shortName: 'elastic',
  explanation: 'Bends the image smoothly (volumes: every slice alike): soft tissue is never twice the same.',
  settings: z.object({
    amplitude: z
      .number()
      .min(0)
      .max(5)
      .default(1)
      .meta({ title: 'Amplitude', description: 'Typical displacement, in pixels.', step: 0.1 }),
  }),
  // Random displacements on a coarse grid, interpolated bilinearly between the control points: the smooth random
  // field of Simard et al. (ICDAR 2003), with a grid instead of a Gaussian blur.
  apply(image, geometry, { amplitude }, random, scratch) {
    const points = Math.ceil((geometry.size - 1) / SPACING) + 1;
    const field = Float64Array.from({ length: 2 * points * points }, () => amplitude * random.normal());
    const displacement = (row: number, column: number, component: number): number => {
      const [y, x] = [row / SPACING, column / SPACING];
      const [top, left] = [Math.min(Math.floor(y), points - 2), Math.min(Math.floor(x), points - 2)];
      const [fy, fx] = [y - top, x - left];
      const at = (r: number, c: number) => field[2 * (r * points + c) + component]!;
      return (
        (1 - fy) * ((1 - fx) * at(top, left) + fx * at(top, left + 1)) +
        fy * ((1 - fx) * at(top + 1, left) + fx * at(top + 1, left + 1))
      );
    };
    resamplePlanes(
      image,
      geometry,
      (row, column, source) => {
        source[0] = row + displacement(row, column, 0);
        source[1] = column + displacement(row, column, 1);
      },
      scratch,
    );
  },
});
