import { exactExp, exactLog } from '../exact-math.ts';
import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';

export const contrast = defineAugmentation({
  label: 'Contrast',
  shortName: 'contrast',
  explanation: 'Makes the image flatter or harder around its mean grey: exposures and windows differ.',
  settings: z.object({
    strength: z.number().min(1).max(4).default(1.5).meta({
      title: 'Strength',
      description: 'Contrast is multiplied by up to this, or divided; 1 leaves it as it is.',
      step: 0.05,
    }),
  }),
  // Log-uniform, so that twice and half as hard are as likely. Not clamped to [0, 1], as the network needs no bounds.
  apply(image, _geometry, { strength }, random) {
    const gain = exactExp((2 * random.uniform() - 1) * exactLog(strength));
    let sum = 0;
    for (const value of image) sum += value;
    const mean = sum / image.length;
    for (let pixel = 0; pixel < image.length; pixel++) image[pixel] = (image[pixel]! - mean) * gain + mean;
  },
});
