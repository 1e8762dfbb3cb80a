import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';
import { resamplePlanes } from './resample.ts';

export const shift = defineAugmentation({
  label: 'Shift',
  shortName: 'shift',
  explanation: 'Moves the image by whole pixels: teaches the model that the place does not matter.',
  settings: z.object({
    pixels: z
      .int()
      .min(0)
      .max(16)
      .default(2)
      .meta({ title: 'Pixels', description: 'Largest move up, down, left or right.' }),
  }),
  apply(image, geometry, { pixels }, random, scratch) {
    const down = random.integer(2 * pixels + 1) - pixels;
    const right = random.integer(2 * pixels + 1) - pixels;
    resamplePlanes(
      image,
      geometry,
      (row, column, source) => {
        source[0] = row - down;
        source[1] = column - right;
      },
      scratch,
    );
  },
});
