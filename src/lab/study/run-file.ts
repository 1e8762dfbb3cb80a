import { z } from 'zod';
import { LabError } from '../lab-error.ts';
import type { RunRecord } from '../run-record.ts';
import type { PlainRunPredictions } from './plain-predictions.ts';

/** Raise when the shape changes. */
export const RUN_FILE_VERSION = 1;

/** One finished run of a study on disk or in a bundle: all that is needed to analyse, verify and replay it. */
export interface RunFile {
  readonly kind: 'medmnist-lab-run';
  readonly version: typeof RUN_FILE_VERSION;
  /** As in PlannedRun.key. */
  readonly key: string;
  readonly record: RunRecord;
  readonly predictions: PlainRunPredictions;
}

const plainPredictions = z.object({
  scores: z.array(z.number()),
  labels: z.array(z.int().min(0).max(255)),
  outputs: z.int().min(1),
});

/** What is checked of a run file: enough to analyse it; the record's further fields are taken as they are. */
const runFileSchema = z.object({
  kind: z.literal('medmnist-lab-run'),
  version: z.literal(RUN_FILE_VERSION),
  key: z.string(),
  record: z.looseObject({
    id: z.string(),
    recipe: z.looseObject({ seed: z.int() }),
    recipeHash: z.string(),
    dataset: z.looseObject({ key: z.string(), task: z.string(), fingerprint: z.string() }),
    status: z.literal('finished'),
    summary: z.looseObject({ val: z.looseObject({ auc: z.number() }), epochs: z.int() }),
  }),
  predictions: z.object({ val: plainPredictions.nullable(), test: plainPredictions.nullable() }),
});

/**
 * Reads a run file; an unfinished run is none.
 *
 * @throws LabError `bad-study` naming what does not fit
 */
export function parseRunFile(data: unknown): RunFile {
  const result = runFileSchema.safeParse(data);
  if (result.success) return data as RunFile;
  throw new LabError(
    'bad-study',
    `This is not the record of a finished run: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`,
    'Leave the file out, or train the run again.',
  );
}
