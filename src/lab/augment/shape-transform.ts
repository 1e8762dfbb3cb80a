import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';

/** What MedMNIST multiplies binary volumes with when it evaluates: the mean of the training factor. */
const EVALUATION_FACTOR = 0.5;

export const shapeTransform = defineAugmentation({
  label: 'Shape transform',
  shortName: 'shape',
  explanation:
    'For binary volumes: scales all voxels by one random factor, so that only the shape can be learnt.',
  settings: z.object({}),
  // MedMNIST's own transform of its shape sets: x U(0, 1) in training, x 0.5 in evaluation (numerics.md).
  apply(image, _geometry, _settings, random) {
    const factor = random.uniform();
    for (let voxel = 0; voxel < image.length; voxel++) image[voxel]! *= factor;
  },
  applyAtEvaluation(image) {
    for (let voxel = 0; voxel < image.length; voxel++) image[voxel]! *= EVALUATION_FACTOR;
  },
});
