import { exactSinCos } from '../exact-math.ts';
import type { Random } from '../random.ts';
import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';
import { resamplePlanes } from './resample.ts';

function drawTurn({ degrees }: { readonly degrees: number }, random: Random) {
  return exactSinCos(((2 * random.uniform() - 1) * degrees * Math.PI) / 180);
}

export const rotation = defineAugmentation({
  label: 'Rotation',
  shortName: 'rotate',
  explanation: 'Turns the image a little (volumes: every slice alike): patients do not lie quite straight.',
  settings: z.object({
    degrees: z
      .number()
      .min(0)
      .max(180)
      .default(10)
      .meta({ title: 'Degrees', description: 'Largest turn to either side.', step: 1 }),
  }),
  apply(image, geometry, settings, random, scratch) {
    const { sin: sine, cos: cosine } = drawTurn(settings, random);
    const centre = (geometry.size - 1) / 2;
    resamplePlanes(
      image,
      geometry,
      (row, column, source) => {
        const [y, x] = [row - centre, column - centre];
        source[0] = centre + cosine * y - sine * x;
        source[1] = centre + sine * y + cosine * x;
      },
      scratch,
    );
  },
  changes(_geometry, settings, random) {
    const { sin: sine, cos: cosine } = drawTurn(settings, random);
    return [{ kind: 'rotate', sine, cosine }];
  },
});
