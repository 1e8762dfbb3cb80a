import { type DatasetSummary, labelWidth } from '../dataset.ts';
import { LabError } from '../lab-error.ts';
import { labelsOf } from '../label-values.ts';
import { shownImages } from '../light-table/shown-images.ts';
import { finiteNumbers, issuesText, objectSchema } from '../object-schema.ts';
import { recordFault } from '../record-fault.ts';
import type { RunRecord } from '../run-record.ts';
import { runRecordSchema } from '../run-record-schema.ts';
import { fromProbabilities } from '../statistics/log-odds.ts';
import { z } from '../zod.ts';
import { type PlainPredictions, type PlainRunPredictions, plainPredictionsOf } from './plain-predictions.ts';
import { type PlainScores, plainScores, scoresOf } from './plain-scores.ts';
import { runKey } from './run-key.ts';

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
  /** Val scores of the images on the light table, of the epochs that were kept; absent where none were. */
  readonly scores?: readonly PlainScores[];
}

const labels = z.custom<readonly number[]>(
  (value) =>
    Array.isArray(value) && value.every((label) => Number.isInteger(label) && label >= 0 && label <= 255),
  'Expected a list of labels',
);

const plainPredictions = objectSchema<PlainPredictions>({
  logits: finiteNumbers,
  activation: z.enum(['sigmoid', 'softmax']),
  labels,
  outputs: z.int().min(1),
  union: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 32 - 1),
    )
    .optional(),
}).refine(({ activation, outputs }) => activation === 'sigmoid' || outputs > 1, 'a softmax of one output');

const runFileSchema = objectSchema<RunFile>({
  kind: z.literal('medmnist-lab-run'),
  version: z.literal(RUN_FILE_VERSION),
  key: z.string(),
  record: runRecordSchema,
  predictions: objectSchema<PlainRunPredictions>({
    val: plainPredictions.nullable(),
    ranking: plainPredictions.nullable().default(null),
    test: plainPredictions.nullable(),
  }),
  scores: plainScores.optional(),
});

/** Predictions of version 1: probabilities, see fromProbabilities. */
const plainProbabilities = z
  .object({
    scores: finiteNumbers.refine((scores) => scores.every((score) => score >= 0 && score <= 1), {
      error: 'Expected probabilities',
    }),
    labels,
    outputs: z.int().min(1),
  })
  .transform(({ scores, labels: values, outputs }) =>
    plainPredictionsOf(fromProbabilities({ scores, labels: labelsOf(values), outputs })),
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
 * Reads a run file of this or an earlier version, whole; an unfinished run is none, nor is one whose parts contradict
 * each other.
 *
 * @throws LabError `bad-study` naming what does not fit
 */
export function parseRunFile(data: unknown): RunFile {
  let current = data;
  for (;;) {
    const version = (current as { version?: unknown } | null)?.version;
    const migration = typeof version === 'number' ? MIGRATIONS[version] : undefined;
    const result = (migration ?? runFileSchema).safeParse(current);
    if (!result.success) throw noRunFile(issuesText(result.error));
    current = result.data;
    if (!migration) break;
  }
  const file = current as RunFile;
  const fault = contradiction(file);
  if (fault !== null) throw noRunFile(fault);
  return file;
}

function noRunFile(fault: string): LabError {
  return new LabError(
    'bad-study',
    `This is not the record of a finished run: ${fault}`,
    'Nothing was taken from it. Leave the file out, or train the run again.',
  );
}

/** The first thing in which the parts of a run file do not agree, in words; null where all do. */
function contradiction({ key, record, predictions, scores = [] }: RunFile): string | null {
  const { recipe, dataset, summary, status } = record;
  if (status !== 'finished' || !summary) return `the run is ${status}`;
  if (key !== runKey(recipe)) return 'its name is not that of its recipe';
  const fault = recordFault(record);
  if (fault !== null) return fault;
  for (const [name, split] of [
    ['val', 'val'],
    ['ranking', 'val'],
    ['test', 'test'],
  ] as const) {
    const part = predictions[name];
    if (part && !isOfPart(part, dataset, split))
      return `its ${name} predictions are not of its ${split} part`;
  }
  const values = tableValues(predictions.val, dataset);
  const stranger = scores
    .map(scoresOf)
    .find(
      ({ epoch, outputs, logits }) =>
        epoch > summary.epochs || outputs !== values?.outputs || logits.length !== values.count,
    );
  if (stranger) return `its scores of epoch ${stranger.epoch} are not of its val part`;
  return null;
}

/** How many logits an epoch has on the light table; null without val predictions. */
function tableValues(val: PlainPredictions | null, { task, classNames }: DatasetSummary) {
  if (!val) return null;
  const images = shownImages(labelsOf(val.labels), task, classNames.length);
  return { outputs: val.outputs, count: images.length * val.outputs };
}

/** Whether there is a prediction for each image, and the labels are counted as the record says. */
function isOfPart(
  { logits, labels: values, outputs }: PlainPredictions,
  { task, classNames, counts, classCounts }: DatasetSummary,
  split: 'val' | 'test',
): boolean {
  const width = labelWidth(task, classNames.length);
  if (outputs !== (task === 'binary' ? 1 : classNames.length)) return false;
  if (logits.length !== counts[split] * outputs || values.length !== counts[split] * width) return false;
  const found = classNames.map(() => 0);
  values.forEach((value, place) => {
    if (task !== 'multi-label') found[value] = (found[value] ?? Number.NaN) + 1;
    else if (value === 1) found[place % width]! += 1;
    else if (value !== 0) found[place % width] = Number.NaN;
  });
  return found.length === classNames.length && found.every((n, index) => n === classCounts[split][index]);
}
