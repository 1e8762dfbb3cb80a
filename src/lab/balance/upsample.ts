import { z } from '../zod.ts';
import { defineBalancing } from './balancing.ts';
import { planUpsampled } from './plan.ts';

export const upsample = defineBalancing({
  label: 'Upsample',
  shortName: 'upsample',
  explanation: 'Repeats images of the rarer classes until all are equal, drawn anew each epoch.',
  settings: z.object({}),
  tasks: ['binary', 'multi-class'],
  planEpoch: planUpsampled,
});
