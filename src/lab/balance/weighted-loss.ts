import { z } from '../zod.ts';
import { defineBalancing } from './balancing.ts';
import { planAll } from './plan.ts';

/** n / (k n_c): rare classes weigh more, and the mean weight over the images is 1. Absent classes weigh 0. */
function inverseFrequency(classCounts: readonly number[]): readonly number[] {
  const total = classCounts.reduce((sum, count) => sum + count, 0);
  return classCounts.map((count) => (count === 0 ? 0 : total / (classCounts.length * count)));
}

export const weightedLoss = defineBalancing({
  label: 'Weighted loss',
  shortName: 'weighted',
  explanation: 'Every image once, but mistakes on rare classes cost more. For cross-entropy losses.',
  settings: z.object({}),
  tasks: ['binary', 'multi-class'],
  planEpoch: planAll,
  classWeights: inverseFrequency,
});
