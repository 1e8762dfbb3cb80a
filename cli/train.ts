import { resolve } from 'node:path';
import { removeDrafts, WriteError, writeOut, writeWhole } from '../scripts/write-whole.ts';
import type { GivenImportOptions } from '../src/lab/import/options.ts';
import { factsOfSummary } from '../src/lab/recipe/data-facts.ts';
import { noEffects } from '../src/lab/recipe/no-effect.ts';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import type { Recipe } from '../src/lab/recipe/recipe.ts';
import { predictionsCsv } from '../src/lab/results/predictions-csv.ts';
import type { BackendName, RunRecord } from '../src/lab/run-record.ts';
import { scoredOutputs, scoredOutputsText } from '../src/lab/scored-outputs.ts';
import { startWords } from '../src/lab/start/start-words.ts';
import { mapPredictions, predictionsOf } from '../src/lab/study/plain-predictions.ts';
import type { RunPredictions } from '../src/storage/runs.ts';
import { serveBuiltApp } from './built-app.ts';
import { type DataArgument, readDataArgument } from './data-argument.ts';
import { editionOf, readEditionArgument } from './edition-argument.ts';
import { EXIT } from './exit-codes.ts';
import { takeLock } from './file-lock.ts';
import { readImportArgument } from './import-argument.ts';
import { unlessInterrupted } from './interruption.ts';
import {
  keepTestsOpen,
  type LabPage,
  loadFile,
  loadRequest,
  openLabPage,
  PageError,
  unwrap,
} from './lab-page.ts';
import { log } from './log.ts';
import { trainWithNodeEngine } from './node-engine/train.ts';
import { ProgressLine } from './progress-line.ts';
import { readRecipeArgument } from './recipe-argument.ts';
import { refuseUnwritable } from './refuse-unwritable.ts';
import { saveWeights } from './save-weights.ts';
import { giveStarts, StartFiles, weightsBeside } from './start-argument.ts';
import { StateFile } from './state-file.ts';
import { readThreads } from './threads-argument.ts';
import { UsageError } from './usage-error.ts';
import { trainOnPage } from './watch-run.ts';

export interface TrainOptions {
  readonly data: string;
  /** File that the page exported. */
  readonly edition?: string;
  readonly import?: string;
  readonly recipe?: string;
  readonly set: readonly string[];
  /** A safetensors file, or the record of a run that was trained with --weights. */
  readonly start?: string;
  readonly weights: boolean;
  readonly backend: BackendName | 'auto';
  readonly engine: 'browser' | 'node';
  readonly threads?: string;
  readonly out?: string;
  /** A CSV file for what the run says of each image. */
  readonly predictions?: string;
  readonly resume: boolean;
  readonly openTest: boolean;
}

/**
 * Trains one run in the built app and writes its record, also that of a run that was stopped or failed.
 *
 * @param interruption stops the run after its batch
 * @returns the exit code
 * @throws UsageError before anything starts; PageError with the page's own words; Interrupted where there was nothing
 *   to write yet; WriteError, with the record on standard output
 */
export async function train(options: TrainOptions, interruption: AbortSignal): Promise<number> {
  const data = readDataArgument(options.data);
  const importOptions = readImportArgument(options.import, data);
  const starts = new StartFiles();
  const recipe = readRecipeArgument(options.recipe, options.set, starts, options.start);
  const edition = readEditionArgument(options.edition);
  const threads = readThreads(options.threads);
  if (options.engine === 'node') refuseNotInNode(options);
  const out = options.out === undefined ? null : resolve(options.out);
  if (out !== null) refuseUnwritable(out);
  if (options.predictions !== undefined) refuseUnwritable(resolve(options.predictions));
  if (options.resume && out === null)
    throw new UsageError('--resume needs --out: the state is kept beside it.');
  if (options.weights && out === null)
    throw new UsageError('--weights needs --out: the weights are written beside it.');
  const lock = out === null ? null : takeLock(`${out}.lock`, out);
  try {
    const state = out === null ? null : new StateFile(`${out}.state`);
    if (out !== null) removeDrafts(out);
    if (state && !options.resume) state.remove();
    try {
      const request = { data, importOptions, recipe, starts, edition, threads, options, state, interruption };
      const { record, table } = await TRAIN_IN[options.engine](request);
      const code = report(record, out);
      if (options.predictions !== undefined) writeTable(table, resolve(options.predictions));
      // Only now that the record is written.
      if (record.status === 'finished') state?.remove();
      else tellState(state);
      return code;
    } catch (error) {
      tellState(state);
      throw error;
    }
  } finally {
    lock?.release();
  }
}

function tellState(state: StateFile | null): void {
  if (state?.exists) log(`The state of its last epochs is in ${state.path}: --resume goes on from there.`);
}

/** @throws UsageError */
function refuseNotInNode({ backend, threads }: TrainOptions): void {
  if (backend !== 'auto' && backend !== 'webgpu')
    throw new UsageError(`--engine node trains on webgpu, not on ${backend}.`);
  if (threads !== undefined)
    throw new UsageError('--threads is for the simd backend, which needs a browser.');
}

/** What is trained, read and checked. */
interface TrainRequest {
  readonly data: DataArgument;
  readonly importOptions: GivenImportOptions | null;
  /** Without its data set. */
  readonly recipe: object;
  /** Files of the weights that it starts from. */
  readonly starts: StartFiles;
  /** Text of the file of `--edition`. */
  readonly edition: string | null;
  readonly threads: number | null;
  readonly options: TrainOptions;
  readonly state: StateFile | null;
  readonly interruption: AbortSignal;
}

interface Trained {
  readonly record: RunRecord;
  /** What the run says of each image, as CSV; null where it was not asked for, or the run not scored. */
  readonly table: string | null;
}

const TRAIN_IN: Readonly<Record<TrainOptions['engine'], (request: TrainRequest) => Promise<Trained>>> = {
  browser: trainInBrowser,
  node: trainInNode,
};

async function trainInNode({
  data,
  importOptions,
  recipe,
  starts,
  edition,
  options,
  state,
  interruption,
}: TrainRequest): Promise<Trained> {
  const kept = state && { path: state.path, continues: state.exists };
  const start = starts.find((recipe as Partial<Recipe>).start)?.path ?? null;
  const weights = options.weights ? weightsBeside(resolve(options.out!)) : null;
  const run = { data, importOptions, recipe, start, weights, edition, state: kept };
  const { record, predictions } = await trainWithNodeEngine(run, options.openTest, interruption);
  return { record, table: options.predictions === undefined ? null : tableOf(predictions, record) };
}

async function trainInBrowser(request: TrainRequest): Promise<Trained> {
  const app = await unlessInterrupted(
    serveBuiltApp(() => log('Building the app…')),
    request.interruption,
    'Stopped before the run began: nothing was trained, and nothing is written.',
  );
  try {
    return await trainIn(app.url, request);
  } finally {
    await app.close();
  }
}

async function trainIn(url: string, request: TrainRequest): Promise<Trained> {
  const { threads, interruption, options, starts } = request;
  const { backend, openTest, predictions, weights, out } = options;
  const nothing = 'Stopped before the run began: nothing was trained, and nothing is written.';
  const opening = openLabPage(url, backend === 'auto' ? null : backend, threads);
  const lab = await unlessInterrupted(opening, interruption, nothing);
  try {
    log(`${lab.backend.label}: ${lab.backend.reason}`);
    if (openTest) await keepTestsOpen(lab);
    await giveStarts(lab, starts.all);
    const record = await Promise.race([trainOn(lab, request), lab.death]);
    if (weights && record.status === 'finished')
      await saveWeights(lab, record.id, weightsBeside(resolve(out!)));
    return { record, table: predictions === undefined ? null : await predictionsOfRun(lab, record) };
  } finally {
    await lab.close();
  }
}

/** @returns null where the run was not scored */
async function predictionsOfRun({ page }: LabPage, record: RunRecord): Promise<string | null> {
  const plain = unwrap(await page.evaluate((id) => window.lab!.predictions(id), record.id));
  return tableOf(mapPredictions(plain, predictionsOf), record);
}

function tableOf(predictions: RunPredictions, { dataset, recipe }: RunRecord): string | null {
  return predictions.val ? predictionsCsv(predictions, dataset, recipe) : null;
}

async function trainOn(
  lab: LabPage,
  { data, importOptions, recipe: asked, starts, edition, state, interruption }: TrainRequest,
): Promise<RunRecord> {
  const loading =
    data.kind === 'file' ? loadFile(lab, data.path, importOptions) : loadRequest(lab, data.request);
  const dataset = await unlessInterrupted(
    loading,
    interruption,
    'Stopped while the data were read: nothing was trained, and nothing is written.',
  );
  const { train, val, test } = dataset.counts;
  log(`${dataset.name}: ${train} train, ${val} val, ${test} test (${dataset.origin})`);
  const recipe = { ...asked, ...editionOf(edition, dataset) };
  const whole = parseRecipe(recipe);
  for (const note of dataset.imported ? dataset.notes : []) log(note);
  for (const { reason } of noEffects(whole, factsOfSummary(dataset))) log(`Note: ${reason}`);
  const file = starts.find(whole.start);
  for (const words of file ? startWords(file.facts, whole, dataset) : []) log(words);
  const line = new ProgressLine(process.stderr);
  try {
    return await trainOnPage(lab, recipe, state, (progress) => line.show(progress), interruption);
  } finally {
    line.end();
  }
}

function report(record: RunRecord, out: string | null): number {
  const json = `${JSON.stringify(record, null, 2)}\n`;
  if (out === null) writeOut(json);
  else writeOrPrint(out, json);
  if (record.error) throw new PageError(record.error);
  if (record.summary) {
    for (const split of ['val', 'test'] as const) {
      if (split === 'test' && !record.summary.test) continue;
      const partial = scoredOutputsText(record.dataset, split);
      if (partial) log(partial);
    }
  }
  log(`${record.status}: ${resultText(record)}${out === null ? '' : ` → ${out}`}`);
  return record.status === 'finished' ? EXIT.finished : EXIT.interrupted;
}

function writeTable(table: string | null, path: string): void {
  if (table === null) log('The run was not scored: no predictions are written.');
  else writeWhole(path, table);
}

/** What was hours in the making is not thrown away because its place is full. */
function writeOrPrint(out: string, json: string): void {
  try {
    writeWhole(out, json);
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    writeOut(json);
    throw new Error(`${error.message} The record went to standard output instead.`, { cause: error });
  }
}

function resultText({ summary, stepLosses, dataset, testSeal }: RunRecord): string {
  if (!summary) return `${stepLosses.length} steps, no epoch complete`;
  const test = summary.test
    ? `test AUC ${summary.test.auc.toFixed(4)}, ACC ${summary.test.acc.toFixed(4)}`
    : scoredOutputs(dataset, 'test').scored > 0
      ? summary.ended !== 'stopped' && testSeal?.open === false
        ? 'test sealed (--open-test opens it)'
        : 'test not scored'
      : 'test without an AUC, as all its images are of one kind';
  return (
    `best epoch ${summary.bestEpoch} of ${summary.epochs}, val AUC ${summary.val.auc.toFixed(4)}, ` +
    `cross-fitted ${summary.ranking?.auc.toFixed(4) ?? 'not known'}, ${test}, ${summary.imagesPerSecond.toFixed(1)} images/s, ${summary.seconds.toFixed(0)} s`
  );
}
