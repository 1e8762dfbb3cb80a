import { objectSchema, time } from '../object-schema.ts';
import { z } from '../zod.ts';
import { editSchema, type Step } from './steps.ts';

/** An edition as it is kept: with the way that led to it, so that each step can be undone. */
export interface StoredEdition {
  readonly id: string;
  readonly name: string;
  /** Of the set, and its name for a person. */
  readonly fingerprint: string;
  readonly dataset: string;
  readonly steps: readonly Step[];
  /** Steps that were undone, the next to be done again at the end. */
  readonly undone: readonly Step[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

const steps = z.array(z.array(editSchema));

export const storedEditionSchema: z.ZodType<StoredEdition> = objectSchema<StoredEdition>({
  id: z.string(),
  name: z.string().trim().min(1).max(60),
  fingerprint: z.string(),
  dataset: z.string(),
  steps,
  undone: steps,
  createdAt: time,
});
