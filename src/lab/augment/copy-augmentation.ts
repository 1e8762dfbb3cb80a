import { flip } from './flip.ts';
import { noise } from './noise.ts';
import type { AugmentationSettings } from './registry.ts';

/** What the copies of `upsample-augmented` go through when no augmentation is on: else they were plain repeats. */
export const COPY_AUGMENTATION: AugmentationSettings = {
  flip: flip.settings.parse({}),
  noise: noise.settings.parse({}),
};
