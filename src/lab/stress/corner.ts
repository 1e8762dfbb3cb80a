import { planesOf, type Stress } from './stress.ts';

/**
 * A black square in one corner, drawn for each image, and in volumes the same in every slice. MedMNIST-C blackens all
 * four corners of DermaMNIST, outside the circle of a dermatoscope; a corner that is missing is common to all sets.
 */
export const corner: Stress = {
  label: 'Missing corner',
  explanation: 'One corner is black: a cut-off, or something laid over it.',
  strengths: [0.15, 0.25, 0.35, 0.45, 0.55],
  strengthText: (share) => `${share} of the edge`,
  apply(image, geometry, share, random) {
    const { size, channels } = geometry;
    const edge = Math.round(share * size);
    const top = random.uniform() < 0.5 ? 0 : size - edge;
    const left = random.uniform() < 0.5 ? 0 : size - edge;
    for (const plane of planesOf(image, geometry)) {
      for (let row = top; row < top + edge; row++) {
        plane.fill(0, (row * size + left) * channels, (row * size + left + edge) * channels);
      }
    }
  },
};
