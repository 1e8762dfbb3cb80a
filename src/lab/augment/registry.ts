import type { z } from '../zod.ts';
import { contrast } from './contrast.ts';
import { crop } from './crop.ts';
import { elastic } from './elastic.ts';
import { erasing } from './erasing.ts';
import { flip } from './flip.ts';
import { intensity } from './intensity.ts';
import { invert } from './invert.ts';
import { mixup } from './mixup.ts';
import { noise } from './noise.ts';
import { rotation } from './rotation.ts';
import { shapeTransform } from './shape-transform.ts';
import { shift } from './shift.ts';

/**
 * In the order in which they are applied: geometry first, then intensities, then noise; then what covers, and what mixes
 * two images that have gone through all of it.
 */
export const AUGMENTATIONS = {
  flip,
  rotation,
  shift,
  crop,
  elastic,
  invert,
  contrast,
  intensity,
  shapeTransform,
  noise,
  erasing,
  mixup,
} as const;

export type AugmentationName = keyof typeof AUGMENTATIONS;

/** Settings of the augmentations that are on; an absent key is off. */
export type AugmentationSettings = {
  readonly [Name in AugmentationName]?: z.infer<(typeof AUGMENTATIONS)[Name]['settings']> | undefined;
};
