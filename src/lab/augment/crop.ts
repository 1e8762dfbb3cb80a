import { exactExp, exactLog } from '../exact-math.ts';
import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';
import { resamplePlanes } from './resample.ts';

export const crop = defineAugmentation({
  label: 'Crop and scale',
  shortName: 'crop',
  explanation:
    'Cuts out a part and scales it to the whole (volumes: every slice alike): size and place vary between patients.',
  settings: z.object({
    smallest: z.number().min(0.1).max(1).default(0.6).meta({
      title: 'Smallest part',
      description: 'Least share of the area that is kept; 1 keeps all of it.',
      step: 0.05,
    }),
    stretch: z.number().min(1).max(2).default(1.33).meta({
      title: 'Stretch',
      description: 'Most that the part is wider than high, or higher than wide; 1 keeps the proportions.',
      step: 0.01,
    }),
  }),
  // Random resized crop (Szegedy et al., CVPR 2015): area uniform, proportion log-uniform, place uniform. A part that
  // would be longer than the image is cut to it, where torchvision draws again.
  apply(image, geometry, { smallest, stretch }, random, scratch) {
    const area = 1 - (1 - smallest) * random.uniform();
    const proportion = exactExp((2 * random.uniform() - 1) * exactLog(stretch));
    const height = Math.min(1, Math.sqrt(area / proportion));
    const width = Math.min(1, Math.sqrt(area * proportion));
    const top = random.uniform() * (1 - height) * geometry.size;
    const left = random.uniform() * (1 - width) * geometry.size;
    resamplePlanes(
      image,
      geometry,
      (row, column, source) => {
        // Between the centres of the pixels.
        source[0] = top + (row + 0.5) * height - 0.5;
        source[1] = left + (column + 0.5) * width - 0.5;
      },
      scratch,
    );
  },
});
