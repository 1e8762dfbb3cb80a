import { grey, type Stress } from './stress.ts';

/**
 * Gaussian grain, by MedMNIST-C's definition and its strengths for ChestMNIST and DermaMNIST. There it is added at 224
 * pixels; here to the pixels that the model sees, where it weighs more, as no shrinking averages it away. In volumes each
 * voxel has grain of its own.
 */
export const noise: Stress = {
  label: 'Noise',
  explanation: 'Random grain, as from a short exposure.',
  strengths: [0.04, 0.08, 0.12, 0.18, 0.26],
  strengthText: (sigma) => `σ ${sigma}`,
  apply(image, _geometry, sigma, random) {
    for (let place = 0; place < image.length; place++) {
      image[place] = grey(image[place]! + 255 * sigma * random.normal());
    }
  },
};
