import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';

export const invert = defineAugmentation({
  label: 'Invert',
  shortName: 'invert',
  explanation: 'Swaps black and white now and then: the model must look at shapes.',
  settings: z.object({
    probability: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .meta({ title: 'Probability', description: 'How often an image is inverted.', step: 0.05 }),
  }),
  apply(image, _geometry, { probability }, random) {
    if (random.uniform() >= probability) return;
    for (let pixel = 0; pixel < image.length; pixel++) image[pixel] = 1 - image[pixel]!;
  },
});
