import { gaussianWeights, grey, planesOf, type Stress, scaledTo } from './stress.ts';

/**
 * Gaussian blur. MedMNIST-C takes σ of 0.8 to 4.1 pixels of 224 (torchvision's for kernels of 3 to 25), which at 28 pixels
 * is half of one at most and would hardly show; these are σ in pixels of 28, and as large a share of larger images. Beyond
 * the edge its pixels go on.
 */
export const blur: Stress = {
  label: 'Blur',
  explanation: 'Out of focus, or a patient who moved.',
  strengths: [0.5, 0.75, 1, 1.5, 2],
  strengthText: (sigma) => `σ ${sigma} of 28 px`,
  apply(image, geometry, strength) {
    const { size, channels } = geometry;
    const weights = gaussianWeights(scaledTo(size, strength));
    const radius = (weights.length - 1) / 2;
    const rows = new Float64Array(size * size * channels);
    for (const plane of planesOf(image, geometry)) {
      const line = size * channels;
      for (let place = 0; place < plane.length; place++) {
        const column = Math.floor((place % line) / channels);
        let sum = 0;
        for (let tap = -radius; tap <= radius; tap++) {
          const from = Math.min(size - 1, Math.max(0, column + tap));
          sum += weights[tap + radius]! * plane[place + (from - column) * channels]!;
        }
        rows[place] = sum;
      }
      for (let place = 0; place < plane.length; place++) {
        const row = Math.floor(place / line);
        let sum = 0;
        for (let tap = -radius; tap <= radius; tap++) {
          const from = Math.min(size - 1, Math.max(0, row + tap));
          sum += weights[tap + radius]! * rows[place + (from - row) * line]!;
        }
        plane[place] = grey(sum);
      }
    }
  },
};
