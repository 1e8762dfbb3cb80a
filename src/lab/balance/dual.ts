import { z } from '../zod.ts';
import { defineBalancing } from './balancing.ts';
import { endlessWalk } from './plan.ts';

export const dual = defineBalancing({
  label: 'Dual sampler',
  shortName: 'dual',
  explanation: 'Puts a fixed share of positives into every batch, as losses on pairs of classes need.',
  settings: z.object({
    rate: z
      .number()
      .min(0.01)
      .max(0.99)
      .default(0.5)
      .meta({ title: 'Rate', description: 'Share of positives in each batch.', step: 0.05 }),
  }),
  tasks: ['binary'],
  // LibAUC's DualSampler: max(1, floor(rate batch)) positives in each batch, both lists walked shuffled and reshuffled
  // on wrap; the epoch is as many batches as the whole set fills (numerics.md).
  planEpoch({ classIndices, count, batch, random }, { rate }) {
    const batches = Math.max(1, Math.floor(count / batch));
    const positives = Math.min(batch - 1, Math.max(1, Math.floor(rate * batch)));
    const nextNegative = endlessWalk(classIndices[0]!, random);
    const nextPositive = endlessWalk(classIndices[1]!, random);
    const order = new Int32Array(batches * batch);
    const copies = new Uint8Array(batches * batch);
    for (let place = 0; place < order.length; place++) {
      const { index, copy } = place % batch < positives ? nextPositive() : nextNegative();
      order[place] = index;
      copies[place] = copy ? 1 : 0;
    }
    return { order, copies };
  },
});
