import { type DatasetSummary, SPLITS, type Split } from './dataset.ts';
import { importOptionsSchema } from './import/options.ts';
import type { LabErrorCode, LabErrorDescription } from './lab-error.ts';
import { count, type Fields, finiteNumbers, objectSchema, time } from './object-schema.ts';
import { LATER_FIELDS, recipeHash } from './recipe/canonical.ts';
import { type Recipe, recipeSchema } from './recipe/recipe.ts';
import {
  BACKENDS,
  type BackendStatus,
  type EpochRecord,
  type RankingScores,
  RUN_RECORD_VERSION,
  type RunRecord,
  type RunSummary,
  type Scores,
  type Versions,
} from './run-record.ts';
import { sealMarkSchema } from './seal/seal-schema.ts';
import { z } from './zod.ts';

/**
 * How run records are read that come from a file, a bundle or the storage of another version of the lab: whole, before
 * any of it is stored or shown. A field that older labs did not write has a default here; one that this lab does not
 * know refuses the record, as it would be lost when the record is written again.
 */

/** Means of AUCs may be past 1 by a rounding. */
const share = z
  .number()
  .min(0)
  .max(1 + 1e-9);

const scoreFields: Fields<Scores> = {
  auc: share,
  acc: share,
  loss: z.number().nullable(),
  interval: z.tuple([share, share]).nullable(),
  aucByClass: z.array(share.nullable()),
};

const scores = objectSchema<Scores>(scoreFields);

export const epochRecord = objectSchema<EpochRecord>({
  epoch: z.int().min(1),
  phase: z.enum(['warm-up', 'main']),
  trainLoss: z.number(),
  trainAuc: share.nullable(),
  val: scores,
  learningRate: z.number().min(0),
  seconds: z.number().min(0),
  imagesPerSecond: z.number().min(0),
});

const ranking = objectSchema<RankingScores>({
  ...scoreFields,
  epochs: z.array(z.int().min(1)).min(1).max(2),
});

const summary = objectSchema<RunSummary>({
  val: scores,
  ranking: ranking.nullable().default(null),
  test: scores.nullable(),
  bestEpoch: z.int().min(1),
  epochs: z.int().min(1),
  ended: z.enum(['all-epochs', 'early-stopping', 'stopped']),
  imagesPerSecond: z.number().min(0),
  seconds: z.number().min(0),
});

function bySplit<Value>(value: z.ZodType<Value>) {
  return objectSchema<Record<Split, Value>>({ train: value, val: value, test: value });
}

const dataset = objectSchema<DatasetSummary>({
  key: z.string().min(1),
  catalogueId: z.string().nullable(),
  name: z.string(),
  task: z.enum(['binary', 'multi-class', 'multi-label']),
  dims: z.union([z.literal(2), z.literal(3)]),
  size: z.int().min(1),
  channels: z.int().min(1),
  classNames: z.array(z.string()).min(1),
  counts: bySplit(count),
  classCounts: bySplit(z.array(count)),
  licence: z.string(),
  synthetic: z.boolean(),
  fingerprint: z.string(),
  origin: z.string(),
  notes: z.array(z.string()),
  imported: importOptionsSchema.optional(),
}).refine(
  ({ classNames, classCounts }) => SPLITS.every((split) => classCounts[split].length === classNames.length),
  { error: 'The counts are not of as many classes as there are names' },
);

const device = objectSchema<BackendStatus>({
  name: z.enum(BACKENDS),
  label: z.string(),
  reason: z.string(),
  chosen: z.boolean(),
  device: z.string(),
  threads: z.int().min(1).nullable(),
});

export const versions = objectSchema<Versions>({ lab: z.string(), tfjs: z.string() });

/** A code of another version of the lab is an error all the same, with words of its own. */
const errorCode = z.string() as z.ZodType<string> as z.ZodType<LabErrorCode>;

export const errorDescription = objectSchema<LabErrorDescription>({
  code: errorCode,
  message: z.string(),
  remedy: z.string(),
});

/** Fields that every lab has written: a recipe that lacks one was not trained as it says. */
const FIRST_FIELDS = Object.keys(recipeSchema.shape).filter((name) => !(name in LATER_FIELDS));

/** The recipe of a run that was trained: unlike one that a person writes, it says all that the lab knew of then. */
const recipe: z.ZodType<Recipe> = z
  .looseObject({})
  .refine((data) => FIRST_FIELDS.every((name) => Object.hasOwn(data, name)), {
    error: 'The recipe is incomplete',
    abort: true,
  })
  .pipe(recipeSchema);

/** All fields of a record but its curves. */
export const recordFields: Fields<Omit<RunRecord, 'stepLosses' | 'epochs'>> = {
  version: z.literal(RUN_RECORD_VERSION),
  id: z.string().min(1),
  createdAt: time,
  recipe,
  // Worked out by withRecipeHash, never read.
  recipeHash: z.unknown().transform(() => ''),
  dataset,
  backend: z.enum(BACKENDS),
  device,
  versions,
  status: z.enum(['running', 'paused', 'finished', 'stopped', 'failed', 'interrupted']),
  error: errorDescription.nullable(),
  parameters: count,
  stepsPerEpoch: z.int().min(1),
  summary: summary.nullable(),
  testSeal: sealMarkSchema.optional(),
};

/** The record with the hash that its recipe has. */
export function withRecipeHash<Row extends Pick<RunRecord, 'recipe' | 'recipeHash'>>(row: Row): Row {
  return { ...row, recipeHash: recipeHash(row.recipe) };
}

/** Older labs gave each run a colour for life: it goes. */
export function withoutColour(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const { colour: _gone, ...rest } = data as Record<string, unknown>;
  return rest;
}

export const runRecordSchema: z.ZodType<RunRecord> = z.preprocess(
  withoutColour,
  objectSchema<RunRecord>({
    ...recordFields,
    stepLosses: finiteNumbers,
    epochs: z.array(epochRecord),
  }).transform(withRecipeHash),
);
