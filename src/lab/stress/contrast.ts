import { grey, planesOf, type Stress } from './stress.ts';

/** Of red, green and blue in the grey of a pixel (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114];

/**
 * Contrast around the mean grey of the image (of each slice of a volume), by MedMNIST-C's definition and its strengths for
 * PneumoniaMNIST and ChestMNIST. It has a curve for more and one for less contrast; here a coin, drawn for each image,
 * decides, so that a part holds both.
 */
export const contrast: Stress = {
  label: 'Contrast',
  explanation: 'Half of the images with more contrast, half with less, as from another exposure.',
  strengths: [0.1, 0.2, 0.3, 0.4, 0.6],
  strengthText: (share) => `± ${Math.round(100 * share)} %`,
  apply(image, geometry, share, random) {
    const factor = random.uniform() < 0.5 ? 1 + share : 1 - share;
    for (const plane of planesOf(image, geometry)) {
      const mean = meanGrey(plane, geometry.channels);
      for (let place = 0; place < plane.length; place++) {
        plane[place] = grey(mean + factor * (plane[place]! - mean));
      }
    }
  },
};

/** A whole grey, as there. */
function meanGrey(plane: Uint8Array, channels: number): number {
  let sum = 0;
  for (let place = 0; place < plane.length; place++) {
    sum += channels === 3 ? LUMA[place % 3]! * plane[place]! : plane[place]! / channels;
  }
  return Math.round((sum * channels) / plane.length);
}
