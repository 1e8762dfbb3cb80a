import { objectSchema } from '../object-schema.ts';
import { z } from '../zod.ts';
import { type EpochScores, type MarginMeans, unpackLogits } from './epoch-scores.ts';

const means = objectSchema<MarginMeans>({ a: z.array(z.number()), b: z.array(z.number()) });

/** Scores of an epoch as they are stored. */
export const epochScoresSchema: z.ZodType<EpochScores> = objectSchema<EpochScores>({
  epoch: z.int().min(1),
  logits: z.union([z.instanceof(Uint16Array), z.instanceof(Float32Array)]),
  activation: z.enum(['sigmoid', 'softmax']),
  outputs: z.int().min(1),
  means: means.nullable(),
}).refine(
  ({ logits, outputs, means: given }) =>
    logits.length % outputs === 0 &&
    unpackLogits({ logits }).every(Number.isFinite) &&
    (given === null || (given.a.length === outputs && given.b.length === outputs)),
  { error: 'The scores are not of whole images' },
);
