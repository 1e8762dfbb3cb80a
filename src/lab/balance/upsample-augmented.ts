import { z } from '../zod.ts';
import { defineBalancing } from './balancing.ts';
import { planUpsampled } from './plan.ts';

export const upsampleAugmented = defineBalancing({
  label: 'Upsample, copies augmented',
  shortName: 'upsample augmented',
  explanation:
    'As upsample, and every added copy is augmented (by flip and noise if no augmentation is on), so none is an exact repeat.',
  settings: z.object({
    originals: z
      .enum(['augmented', 'plain'])
      .default('augmented')
      .meta({ title: 'Originals', description: 'Whether the original images are augmented too.' }),
  }),
  tasks: ['binary', 'multi-class'],
  planEpoch: planUpsampled,
});
