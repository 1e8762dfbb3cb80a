import { z } from '../zod.ts';
import { defineBalancing } from './balancing.ts';
import { planUndersampled } from './plan.ts';

export const undersample = defineBalancing({
  label: 'Undersample',
  shortName: 'undersample',
  explanation:
    'Leaves out images of the larger classes until all are equal, others each epoch: quick, but sees less.',
  settings: z.object({}),
  tasks: ['binary', 'multi-class'],
  planEpoch: planUndersampled,
});
