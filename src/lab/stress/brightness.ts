import { grey, type Stress } from './stress.ts';

/**
 * All pixels times a factor, by MedMNIST-C's definition and its strengths for PneumoniaMNIST and ChestMNIST. It has a
 * curve for brighter and one for darker images; here a coin, drawn for each image, decides, so that a part holds both.
 */
export const brightness: Stress = {
  label: 'Brightness',
  explanation: 'Half of the images brighter, half darker, as from another device.',
  strengths: [0.1, 0.2, 0.3, 0.4, 0.5],
  strengthText: (share) => `± ${Math.round(100 * share)} %`,
  apply(image, _geometry, share, random) {
    const factor = random.uniform() < 0.5 ? 1 + share : 1 - share;
    for (let place = 0; place < image.length; place++) image[place] = grey(factor * image[place]!);
  },
};
