import { resolve } from 'node:path';
import { WriteError, writeOut, writeWhole } from '../scripts/write-whole.ts';
import type { BackendName } from '../src/lab/run-record.ts';
import { writeBundle } from '../src/lab/study/bundle.ts';
import type { Expansion, PlannedRun } from '../src/lab/study/expand.ts';
import { refuseIdleCells } from '../src/lab/study/idle-cells.ts';
import type { RunFile } from '../src/lab/study/run-file.ts';
import type { StudyFile } from '../src/lab/study/study-file.ts';
import { serveBuiltApp } from './built-app.ts';
import { readDataArgument } from './data-argument.ts';
import { EXIT } from './exit-codes.ts';
import { gridAddress } from './grid-browser.ts';
import { Interrupted, unlessInterrupted } from './interruption.ts';
import type { BrowserPlace } from './lab-page.ts';
import { log } from './log.ts';
import { changesText, differenceBetween } from './same-study.ts';
import { StartFiles } from './start-argument.ts';
import { readStudyArgument } from './study-argument.ts';
import { type CrewEnd, StudyCrew } from './study-crew.ts';
import { expandOrExplain, StudyFolder } from './study-folder.ts';
import { StudyHand } from './study-hand.ts';
import { makePredictionsFolder, writePredictions } from './study-predictions.ts';
import { StudyProgress } from './study-progress.ts';
import type { WorkerSettings } from './study-worker.ts';
import { readThreads, sharedThreads } from './threads-argument.ts';
import { asUsageError, UsageError } from './usage-error.ts';

export interface StudyOptions {
  readonly data: readonly string[];
  readonly out: string;
  readonly workers: string;
  readonly shard?: string;
  readonly resume: boolean;
  readonly connect?: string;
  readonly app?: string;
  readonly backend: BackendName | 'auto';
  readonly threads?: string;
  readonly datasets?: string;
  readonly phantoms?: string | true;
  readonly seeds?: string;
  readonly number?: string;
  readonly bundle?: string;
  readonly set: readonly string[];
  readonly start: readonly string[];
  /** A folder for what each run says of each image. */
  readonly predictions?: string;
  readonly openTest: boolean;
  readonly dryRun: boolean;
}

/**
 * Trains what is left of a study, and writes a record for each run and the tables over all.
 *
 * @param interruption stops it after the batch
 * @returns the exit code
 * @throws UsageError before anything starts; PageError with the page's own words; WriteError
 */
export async function study(
  argument: string,
  options: StudyOptions,
  interruption: AbortSignal,
): Promise<number> {
  const data = options.data.map(readDataArgument);
  const starts = new StartFiles();
  const wanted = readStudyArgument(argument, data, options, starts);
  const expansion = expandOrExplain(wanted);
  // What was begun by an older lab goes on as it is.
  if (!options.resume) asUsageError(() => refuseIdleCells(expansion.cells));
  const shard = inShard(expansion, options.shard);
  const workers = readWorkers(options.workers);
  const threads = readThreads(options.threads);
  if (options.dryRun) {
    log(planText(expansion, shard));
    return EXIT.finished;
  }
  const predictions = options.predictions === undefined ? null : resolve(options.predictions);
  if (predictions !== null) makePredictionsFolder(predictions);
  const folder = new StudyFolder(resolve(options.out));
  refuseFolder(folder, wanted, options.resume);
  const lock = folder.lock();
  try {
    // Again, as another process may have been at it before the lock was ours.
    const file = openFolder(folder, wanted, options.resume);
    const files = folder.readRuns(expansion, log);
    const pending = shard.filter(({ key }) => !files.has(key));
    log(planText(expansion, shard));
    if (pending.length < shard.length)
      log(`${shard.length - pending.length} of ${shard.length} are finished already.`);
    const place = placeOf(options.connect);
    const where: Where = {
      backend: options.backend === 'auto' ? null : options.backend,
      threads: threads ?? (place.kind === 'here' ? sharedThreads(Math.min(workers, pending.length)) : null),
      place,
      app: options.app ?? null,
      data,
      starts: starts.all,
    };
    const end =
      pending.length === 0
        ? { failed: 0, stopped: false, unwritten: null }
        : await trainAll(pending, shard.length, workers, folder, files, where, interruption);
    const told = options.openTest ? openTest(file, files.size) : file;
    writeTables(folder, told, expansion, files);
    if (predictions !== null) writePredictions(predictions, told, files);
    if (options.bundle !== undefined) await writeBundleFile(resolve(options.bundle), file, files);
    return tellEnd(end, folder);
  } finally {
    lock.release();
  }
}

/** @throws WriteError saying what is safe all the same */
export function writeTables(
  folder: StudyFolder,
  file: StudyFile,
  expansion: Expansion,
  files: ReadonlyMap<string, RunFile>,
): void {
  try {
    writeOut(folder.writeTables(file, expansion, files));
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    log(`${files.size} runs are kept in ${folder.path}; make room, and --resume writes the tables.`);
    throw error;
  }
}

/** All there is of the study in one file, to be handed in. @throws WriteError */
async function writeBundleFile(
  path: string,
  { study: planned, createdAt, openings, bets }: StudyFile,
  files: ReadonlyMap<string, RunFile>,
): Promise<void> {
  const bundle = {
    ...{ study: planned, openings, bets },
    createdAt: Date.parse(createdAt),
    runs: [...files.values()],
  };
  writeWhole(path, await writeBundle(bundle, {}));
  log(`The bundle of ${files.size} runs is in ${path}.`);
}

function tellEnd({ failed, stopped, unwritten }: CrewEnd, { path }: StudyFolder): number {
  if (failed > 0) log(`${failed} runs failed; failed/ has their errors. --resume tries them again.`);
  if (unwritten) {
    const { error, runs } = unwritten;
    log(`${runs} finished runs are lost: ${error.message} Make room in ${path}; --resume trains them again.`);
    return EXIT.failed;
  }
  if (stopped) {
    log('Stopped; --resume goes on from here.');
    return EXIT.interrupted;
  }
  return failed > 0 ? EXIT.failed : EXIT.finished;
}

/** Every n-th run, one further with each seed: so every shard meets all cells, and fills the table evenly. */
function inShard({ runs, cells }: Expansion, text: string | undefined): readonly PlannedRun[] {
  if (text === undefined) return runs;
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || index < 1 || index > count) {
    throw new UsageError(`"${text}" is no shard: write, for instance, 2/3 for the second of three.`);
  }
  return runs.filter((_, place) => (place + Math.floor(place / cells.length)) % count === index - 1);
}

function readWorkers(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 256) {
    throw new UsageError(`"${text}" is no number of workers.`);
  }
  return count;
}

/** Browsers elsewhere have processors of their own. */
function placeOf(connect: string | undefined): BrowserPlace {
  if (connect !== undefined) return { kind: 'playwright', address: connect };
  const hub = gridAddress();
  return hub === null ? { kind: 'here' } : { kind: 'grid', hub };
}

/** @throws UsageError where the folder holds another study, or one and it was not said that it is to go on */
function refuseFolder(folder: StudyFolder, wanted: StudyFile['study'], resume: boolean): void {
  if (!folder.exists) return;
  if (!resume) {
    throw new UsageError(
      `${folder.path} holds a study already: go on with --resume, or choose another folder.`,
    );
  }
  const difference = differenceBetween(folder.readStudy().study, wanted);
  if (difference !== null) {
    throw new UsageError(`The study in ${folder.path} is another one: ${difference}. Choose another folder.`);
  }
}

/** The study as it is asked for now: same runs, but name, baseline and words may be new. */
function openFolder(folder: StudyFolder, wanted: StudyFile['study'], resume: boolean): StudyFile {
  refuseFolder(folder, wanted, resume);
  if (!folder.exists) {
    const file = { study: wanted, createdAt: new Date().toISOString(), openings: [], bets: [] };
    folder.create(file);
    return file;
  }
  const file = folder.readStudy();
  for (const change of changesText(file.study, wanted)) log(change);
  return { ...file, study: wanted };
}

export function openTest(file: StudyFile, runs: number): StudyFile {
  const { openings } = file;
  if (openings.length > 0) {
    log(`The test part has been opened ${openings.length} times before: see the warnings in the report.`);
  }
  return { ...file, openings: [...openings, { at: Date.now(), runs }] };
}

function planText({ cells, runs }: Expansion, shard: readonly PlannedRun[]): string {
  const seeds = runs.length / cells.length;
  const part = shard.length === runs.length ? '' : `, ${shard.length} of them in this shard`;
  return `${cells.length} cells × ${seeds} seeds = ${runs.length} runs${part}:\n${cells.map(({ name }) => `  ${name}`).join('\n')}`;
}

interface Where {
  readonly backend: BackendName | null;
  readonly threads: number | null;
  readonly place: BrowserPlace;
  readonly app: string | null;
  readonly data: WorkerSettings['data'];
  readonly starts: WorkerSettings['starts'];
}

/** Trains the runs on so many pages; `files` gains what is finished. */
async function trainAll(
  pending: readonly PlannedRun[],
  total: number,
  workers: number,
  folder: StudyFolder,
  files: Map<string, RunFile>,
  { app, ...where }: Where,
  interruption: AbortSignal,
): Promise<CrewEnd> {
  try {
    const serving = app === null ? serveBuiltApp(() => log('Building the app…')) : null;
    const served = serving && (await unlessInterrupted(serving, interruption, 'Stopped.'));
    try {
      const progress = new StudyProgress(process.stderr, total, total - pending.length);
      const crew = new StudyCrew(folder, files, progress, interruption);
      const settings: WorkerSettings = { ...where, url: served?.url ?? app!, runs: pending };
      return await crew.train(pending, workers, (index) => new StudyHand(settings, index, progress));
    } finally {
      await served?.close();
    }
  } catch (error) {
    if (error instanceof Interrupted) return { failed: 0, stopped: true, unwritten: null };
    throw error;
  }
}
