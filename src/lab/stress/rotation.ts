import { exactSinCos } from '../exact-math.ts';
import { redraw } from './redraw.ts';
import type { Stress } from './stress.ts';

/** A turn about the centre, to the side that a coin decides; beyond the edge its pixels go on. MedMNIST-C has none. */
export const rotation: Stress = {
  label: 'Rotation',
  explanation: 'Turned to one side or the other: a patient who lies askew.',
  strengths: [5, 10, 15, 20, 30],
  strengthText: (degrees) => `± ${degrees}°`,
  apply(image, geometry, degrees, random) {
    const side = random.uniform() < 0.5 ? 1 : -1;
    const { sin, cos } = exactSinCos((side * degrees * Math.PI) / 180);
    const centre = (geometry.size - 1) / 2;
    redraw(image, geometry, (row, column, source) => {
      const [y, x] = [row - centre, column - centre];
      source[0] = centre + cos * y - sin * x;
      source[1] = centre + sin * y + cos * x;
    });
  },
};
