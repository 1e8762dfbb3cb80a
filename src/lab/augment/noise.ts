import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';

export const noise = defineAugmentation({
  label: 'Gaussian noise',
  shortName: 'noise',
  explanation: 'Adds random grain: teaches the model not to trust single pixels.',
  settings: z.object({
    sigma: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.05)
      .meta({ title: 'σ', description: 'Spread of the grain, where black is 0 and white is 1.', step: 0.01 }),
  }),
  // Not clamped to [0, 1]: the grain keeps mean 0 and spread σ at black and white too.
  apply(image, _geometry, { sigma }, random) {
    for (let pixel = 0; pixel < image.length; pixel++) image[pixel]! += sigma * random.normal();
  },
  applyWithin(image, { start, end }, { sigma }, random) {
    random.skipNormals(start);
    for (let pixel = start; pixel < end; pixel++) image[pixel]! += sigma * random.normal();
  },
  isPointwise: () => true,
  changes: (_geometry, { sigma }, { seed }) => [{ kind: 'noise', sigma, seed }],
});
