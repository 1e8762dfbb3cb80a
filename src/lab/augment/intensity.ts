import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';

export const intensity = defineAugmentation({
  label: 'Intensity jitter',
  shortName: 'jitter',
  explanation: 'Changes brightness and contrast a little: scanners differ.',
  settings: z.object({
    brightness: z.number().min(0).max(0.5).default(0.1).meta({
      title: 'Brightness',
      description: 'Largest change of brightness, on the 0 to 1 scale.',
      step: 0.01,
    }),
    contrast: z
      .number()
      .min(0)
      .max(0.9)
      .default(0.2)
      .meta({ title: 'Contrast', description: 'Largest relative change of contrast.', step: 0.05 }),
  }),
  apply(image, _geometry, { brightness, contrast }, random) {
    const gain = 1 + (2 * random.uniform() - 1) * contrast;
    const offset = (2 * random.uniform() - 1) * brightness;
    let sum = 0;
    for (const value of image) sum += value;
    const mean = sum / image.length;
    for (let pixel = 0; pixel < image.length; pixel++) {
      image[pixel] = (image[pixel]! - mean) * gain + mean + offset;
    }
  },
});
