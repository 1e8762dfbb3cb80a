import { LabError } from '../lab-error.ts';
import type { RunRecord } from '../run-record.ts';
import { fromProbabilities } from '../statistics/log-odds.ts';
import { z } from '../zod.ts';
import { type PlainRunPredictions, plainPredictionsOf } from './plain-predictions.ts';

/** Raise when the shape changes, and teach {@link MIGRATIONS} the way. */
export const RUN_FILE_VERSION = 2;

/** One finished run of a study on disk or in a bundle: all that is needed to analyse, verify and replay it. */
export interface RunFile {
  readonly kind: 'medmnist-lab-run';
  readonly version: typeof RUN_FILE_VERSION;
  /** As in PlannedRun.key. */
  readonly key: string;
  readonly record: RunRecord;
  readonly predictions: PlainRunPredictions;
}

const labels = { labels: z.array(z.int().min(0).max(255)), outputs: z.int().min(1) };

/** Whole rows: as many values, and as many labels, for each image. */
function isWhole(values: readonly number[], { labels, outputs }: { labels: unknown[]; outputs: number }) {
  const count = values.length / outputs;
  return count > 0 && Number.isInteger(count) && labels.length % count === 0;
}

const plainPredictions = z
  .object({ logits: z.array(z.number()), activation: z.enum(['sigmoid', 'softmax']), ...labels })
  .refine((plain) => isWhole(plain.logits, plain), 'logits and labels are not of the same images')
  .refine(({ activation, outputs }) => activation === 'sigmoid' || outputs > 1, 'a softmax of one output');

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

/** Predictions of version 1: probabilities, see fromProbabilities. */
const plainProbabilities = z
  .object({ scores: z.array(z.number().min(0).max(1)), ...labels })
  .refine((plain) => isWhole(plain.scores, plain), 'scores and labels are not of the same images')
  .transform(({ scores, labels, outputs }) =>
    plainPredictionsOf(fromProbabilities({ scores, labels: Uint8Array.from(labels), outputs })),
  );

const firstVersion = z.looseObject({
  version: z.literal(1),
  predictions: z.object({ val: plainProbabilities.nullable(), test: plainProbabilities.nullable() }),
});

/** Step from version n to n + 1, by n. */
const MIGRATIONS: Readonly<Record<number, z.ZodType<object>>> = {
  1: firstVersion.transform((file) => ({ ...file, version: 2 })),
};

/**
 * Reads a run file of this or an earlier version; an unfinished run is none.
 *
 * @throws LabError `bad-study` naming what does not fit
 */
export function parseRunFile(data: unknown): RunFile {
  let current = data;
  for (;;) {
    const migration = MIGRATIONS[Number((current as { version?: unknown } | null)?.version)];
    const result = (migration ?? runFileSchema).safeParse(current);
    if (!result.success) throw noRunFile(result.error);
    if (!migration) return current as RunFile;
    current = result.data;
  }
}

function noRunFile(error: z.ZodError): LabError {
  return new LabError(
    'bad-study',
    `This is not the record of a finished run: ${z.prettifyError(error).replaceAll('\n', ' ')}`,
    'Leave the file out, or train the run again.',
  );
}
