import { z } from '../zod.ts';
import { defineBalancing } from './balancing.ts';
import { planAll } from './plan.ts';

export const none = defineBalancing({
  label: 'None',
  shortName: 'unbalanced',
  explanation: 'Every training image once an epoch, however unequal the classes are.',
  settings: z.object({}),
  tasks: ['binary', 'multi-class', 'multi-label'],
  planEpoch: planAll,
});
