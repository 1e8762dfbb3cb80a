import { count, objectSchema, time } from '../object-schema.ts';
import { z } from '../zod.ts';
import type { SealMark, SetOpening } from './test-seal.ts';

export const setOpening = objectSchema<SetOpening>({
  at: time,
  runs: count,
  before: count,
  unsealed: z.literal(true).optional(),
});

export const sealMarkSchema = objectSchema<SealMark>({
  open: z.boolean(),
  openings: z.array(setOpening),
  keptOpenSince: time.nullable(),
});
