import type { z } from '../zod.ts';
import { elastic } from './elastic.ts';
import { flip } from './flip.ts';
import { intensity } from './intensity.ts';
import { invert } from './invert.ts';
import { noise } from './noise.ts';
import { rotation } from './rotation.ts';
import { shapeTransform } from './shape-transform.ts';
import { shift } from './shift.ts';

/** In the order in which they are applied: geometry first, then intensities, then noise. */
export const AUGMENTATIONS = {
  flip,
  rotation,
  shift,
  elastic,
  invert,
  intensity,
  shapeTransform,
  noise,
} as const;

export type AugmentationName = keyof typeof AUGMENTATIONS;

/** Settings of the augmentations that are on; an absent key is off. */
export type AugmentationSettings = {
  readonly [Name in AugmentationName]?: z.infer<(typeof AUGMENTATIONS)[Name]['settings']> | undefined;
};
