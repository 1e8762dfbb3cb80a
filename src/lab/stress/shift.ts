import { redraw } from './redraw.ts';
import { type Stress, scaledTo } from './stress.ts';

const SIDES = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/**
 * A move by whole pixels (of 28, and as large a share of larger images) to one of the four sides, drawn for each image;
 * beyond the edge its pixels go on. MedMNIST-C has none.
 */
export const shift: Stress = {
  label: 'Shift',
  explanation: 'Moved up, down, left or right: another crop.',
  strengths: [1, 2, 3, 4, 6],
  strengthText: (pixels) => `${pixels} of 28 px`,
  apply(image, geometry, pixels, random) {
    const [down, right] = SIDES[random.integer(SIDES.length)]!;
    const way = Math.round(scaledTo(geometry.size, pixels));
    redraw(image, geometry, (row, column, source) => {
      source[0] = row - down * way;
      source[1] = column - right * way;
    });
  },
};
