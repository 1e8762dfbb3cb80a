import { exactExp, exactLog } from '../exact-math.ts';
import type { Random } from '../random.ts';
import { z } from '../zod.ts';
import { definePairAugmentation } from './augmentation.ts';

/** Beta(α, α) for α up to 1, from two uniform draws where they fit (Jöhnk 1964). */
function symmetricBeta(alpha: number, random: Random): number {
  for (;;) {
    const first = exactExp(exactLog(random.uniform()) / alpha);
    const second = exactExp(exactLog(random.uniform()) / alpha);
    const sum = first + second;
    if (sum > 0 && sum <= 1) return first / sum;
  }
}

export const mixup = definePairAugmentation({
  label: 'Mixup',
  shortName: 'mixup',
  explanation:
    'Lays another training image over each, and mixes their labels alike: teaches the model to change its mind gradually.',
  settings: z.object({
    alpha: z.number().min(0.05).max(1).default(0.2).meta({
      title: 'α',
      description:
        'Shares come from Beta(α, α): near 0 one image hardly shows, at 1 all shares are as likely.',
      step: 0.05,
    }),
  }),
  // Zhang et al., ICLR 2018. Of the two shares the image itself has the larger (Berthelot et al., NeurIPS 2019, eq. 9):
  // pairs drawn at random are mixed alike either way round, and so each epoch still goes by the balance asked for.
  mix(image, partner, { alpha }, random) {
    const drawn = symmetricBeta(alpha, random);
    const share = Math.fround(Math.max(drawn, 1 - drawn));
    for (let pixel = 0; pixel < image.length; pixel++) {
      image[pixel] = share * image[pixel]! + (1 - share) * partner[pixel]!;
    }
    return share;
  },
});
