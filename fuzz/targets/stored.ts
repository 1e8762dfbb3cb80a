import { parse } from 'csv-parse/sync';
import { LabError } from '../../src/lab/lab-error.ts';
import { recipeHash } from '../../src/lab/recipe/canonical.ts';
import { scoreRun } from '../../src/lab/study/scored-run.ts';
import { createStudyState, reduceStudy } from '../../src/lab/study/study-state.ts';
import { studyStateSchema } from '../../src/lab/study/study-state-schema.ts';
import type { z } from '../../src/lab/zod.ts';
import { differing } from '../../src/state/runs/differing.ts';
import { runsCsv } from '../../src/state/runs/runs-csv.ts';
import { type RunRow, runPredictionsSchema, runRowSchema } from '../../src/storage/runs.ts';
import { exampleRow } from '../../src/storage/testing/example-row.ts';
import { readRows } from '../../src/storage/unreadable.ts';
import { PREDICTIONS, RANKING, RECIPES, RUN_FILES, SMALL_STUDY, STUDIES } from '../examples.ts';
import { mutated } from '../mutations/json.ts';
import { requireFinite, requireRecipe, requireStudy } from '../oracles.ts';
import { require, target } from '../target.ts';

/** What is stored in another form than this is set aside, in words. */
async function read<Row>(schema: z.ZodType<Row>, data: unknown): Promise<Row> {
  const { rows, unreadable } = await readRows(['key'], [data], schema);
  require(rows.length + unreadable.length === 1, 'the row is neither read nor set aside');
  if (rows.length === 1) return rows[0]!;
  require(unreadable[0]!.detail !== '', 'the row is set aside without a word');
  throw new LabError('internal', unreadable[0]!.detail, 'It is set aside.');
}

const FIRST_RUN = RUN_FILES[0]!.record;

const ALL = { val: PREDICTIONS, ranking: RANKING, test: PREDICTIONS };

const ROWS: readonly RunRow[] = [
  ...RECIPES.map((recipe) => exampleRow({ recipe })),
  exampleRow({ status: 'interrupted', summary: null, bestVal: null, title: 'Mine' }),
  exampleRow({ status: 'failed', error: { code: 'diverged', message: 'It did.', remedy: 'It is kept.' } }),
];

export const storedRuns = target({
  name: 'stored runs',
  inputs: mutated(ROWS),
  async check(data) {
    const row = await read(runRowSchema, data);
    requireFinite(row, 'row');
    requireRecipe(row.recipe);
    require(recipeHash(row.recipe) === row.recipeHash, 'the hash is not that of the recipe');
    require(row.id !== '', 'the run has no id');
    const rows = [row, ROWS[0]!];
    const table = parse(runsCsv(rows, new Map([[row.id, 'name']]), differing(rows)));
    require(table.length === 3, 'the table has not a row for each run');
    scoreRun(row, ALL);
  },
});

export const storedPredictions = target({
  name: 'stored predictions',
  inputs: mutated([
    { val: PREDICTIONS, test: null },
    ALL,
    { val: { scores: Float32Array.of(0.1, 0.9), labels: Uint8Array.of(0, 1), outputs: 1 }, test: null },
  ]),
  async check(data) {
    const predictions = await read(runPredictionsSchema, data);
    for (const part of Object.values(predictions)) {
      if (part) require(part.logits.every(Number.isFinite), 'a logit is no number');
    }
    scoreRun(FIRST_RUN, predictions);
  },
});

const STATES = [SMALL_STUDY, STUDIES[1]!].map((study) => createStudyState(study, 'abc', 1_700_000_000_000));

export const storedStudies = target({
  name: 'stored studies',
  inputs: mutated([
    ...STATES,
    reduceStudy(STATES[0]!, { kind: 'finished', key: STATES[0]!.entries[0]!.key, runId: 'r' }),
    reduceStudy(STATES[0]!, { kind: 'test-opened', at: 1_700_000_000_000 }),
  ]),
  async check(data) {
    const state = await read(studyStateSchema, data);
    const expansion = requireStudy(state.study);
    require(expansion !== null, 'the study cannot be expanded');
    require(expansion.runs.length === state.entries.length, 'entries and runs do not agree');
    require(Number.isFinite(state.createdAt), 'the study has no date');
    for (const { at } of state.openings) new Date(at).toISOString();
  },
});
