import { resolve } from 'node:path';
import { describeError } from '../src/lab/lab-error.ts';
import type { BackendName } from '../src/lab/run-record.ts';
import type { Expansion, PlannedRun } from '../src/lab/study/expand.ts';
import { expectedTime } from '../src/lab/study/expected-time.ts';
import type { RunFile } from '../src/lab/study/run-file.ts';
import type { StudyFile } from '../src/lab/study/study-file.ts';
import { formatAuc } from '../src/lab/study/verdict.ts';
import { serveBuiltApp } from './built-app.ts';
import { readDataArgument } from './data-argument.ts';
import { clock } from './progress-line.ts';
import { readStudyArgument } from './study-argument.ts';
import { expandOrExplain, isSameStudy, StudyFolder } from './study-folder.ts';
import { StudyProgress } from './study-progress.ts';
import { StudyWorker, type WorkerSettings } from './study-worker.ts';
import { readThreads, sharedThreads } from './threads-argument.ts';
import { UsageError } from './usage-error.ts';

/** A browser that dies so often on one run will die again. */
const MOST_DEATHS = 3;

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
  readonly set: readonly string[];
  readonly openTest: boolean;
  readonly dryRun: boolean;
}

/**
 * Trains what is left of a study, and writes a record for each run and the tables over all.
 *
 * @returns the exit code: 0 when every run of this shard is finished
 * @throws UsageError before anything starts; PageError with the page's own words
 */
export async function study(argument: string, options: StudyOptions): Promise<number> {
  const data = options.data.map(readDataArgument);
  const wanted = readStudyArgument(argument, data, options);
  const expansion = expandOrExplain(wanted);
  const shard = inShard(expansion, options.shard);
  const workers = readWorkers(options.workers);
  const threads = readThreads(options.threads);
  if (options.dryRun) {
    log(planText(expansion, shard));
    return 0;
  }
  const folder = new StudyFolder(resolve(options.out));
  let file = openFolder(folder, wanted, options.resume);
  const files = folder.readRuns(expansion, log);
  const pending = shard.filter(({ key }) => !files.has(key));
  log(planText(expansion, shard));
  if (pending.length < shard.length)
    log(`${shard.length - pending.length} of ${shard.length} are finished already.`);
  const ended =
    pending.length === 0
      ? { failed: 0, stopped: false }
      : await trainAll(pending, shard.length, workers, folder, files, {
          backend: options.backend === 'auto' ? null : options.backend,
          threads: threads ?? threadsHere(Math.min(workers, pending.length), options.connect),
          connect: options.connect ?? null,
          app: options.app ?? null,
          data,
        });
  if (options.openTest) file = openTest(file, files.size);
  process.stdout.write(folder.writeTables(file, expansion, files));
  if (ended.stopped) log('Stopped; --resume goes on from here.');
  if (ended.failed > 0)
    log(`${ended.failed} runs failed; failed/ has their errors. --resume tries them again.`);
  return ended.failed > 0 || ended.stopped ? 1 : 0;
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
function threadsHere(browsers: number, connect: string | undefined): number | null {
  const elsewhere = connect !== undefined || process.env.SELENIUM_REMOTE_URL !== undefined;
  return elsewhere ? null : sharedThreads(browsers);
}

function openFolder(folder: StudyFolder, wanted: StudyFile['study'], resume: boolean): StudyFile {
  if (!folder.exists) {
    const file = { study: wanted, createdAt: new Date().toISOString(), openings: [] };
    folder.create(file);
    return file;
  }
  if (!resume) {
    throw new UsageError(
      `${folder.path} holds a study already: go on with --resume, or choose another folder.`,
    );
  }
  const file = folder.readStudy();
  if (!isSameStudy(file.study, wanted)) {
    throw new UsageError(`The study in ${folder.path} is another one: choose another folder.`);
  }
  return file;
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
  readonly connect: string | null;
  readonly app: string | null;
  readonly data: WorkerSettings['data'];
}

/** Trains the runs on so many pages; `files` gains what is finished. */
async function trainAll(
  pending: readonly PlannedRun[],
  total: number,
  workers: number,
  folder: StudyFolder,
  files: Map<string, RunFile>,
  { app, ...where }: Where,
): Promise<{ failed: number; stopped: boolean }> {
  const served = app === null ? await serveBuiltApp(() => log('Building the app…')) : null;
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const progress = new StudyProgress(process.stderr, total, total - pending.length);
  const settings: WorkerSettings = { ...where, url: served?.url ?? app!, runs: pending };
  const queue = [...pending];
  let failed = 0;
  const crew = Array.from({ length: Math.min(workers, pending.length) }, async (_, index) => {
    const hand = new Hand(settings, index, progress);
    try {
      for (;;) {
        const run = abort.signal.aborted ? undefined : queue.shift();
        if (!run) return;
        const outcome = await hand.train(run, abort.signal);
        if (outcome.kind === 'stopped') return;
        const left = hand.secondsLeft(queue, files, workers);
        if (outcome.kind === 'finished') {
          folder.writeRun(outcome.file);
          files.set(run.key, outcome.file);
          progress.finish(index, resultText(run, outcome.file), left);
        } else {
          failed += 1;
          folder.writeFailure(run.key, { key: run.key, recipe: run.recipe, error: outcome.error });
          progress.finish(index, `${runName(run)} failed: ${outcome.error.message}`, left);
        }
      }
    } finally {
      await hand.close();
    }
  });
  try {
    const results = await Promise.allSettled(crew);
    const broken = results.find((result) => result.status === 'rejected');
    if (broken) throw broken.reason;
    return { failed, stopped: abort.signal.aborted };
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await served?.close();
  }
}

/** A worker that is opened anew when its browser dies. */
class Hand {
  private readonly settings: WorkerSettings;
  private readonly index: number;
  private readonly progress: StudyProgress;
  private worker: StudyWorker | null = null;

  constructor(settings: WorkerSettings, index: number, progress: StudyProgress) {
    this.settings = settings;
    this.index = index;
    this.progress = progress;
  }

  async train(run: PlannedRun, signal: AbortSignal): ReturnType<StudyWorker['train']> {
    for (let deaths = 0; ; ) {
      // Not in the try: a browser that does not open at all is no death in a run.
      this.worker ??= await this.open();
      try {
        return await this.worker.train(
          run,
          (progress) => this.progress.show(this.index, runName(run), progress),
          signal,
        );
      } catch (error) {
        await this.close();
        if (signal.aborted) return { kind: 'stopped' };
        deaths += 1;
        if (deaths === MOST_DEATHS) return { kind: 'failed', error: describeError(error) };
        this.progress.say(`${runName(run)}: ${(error as Error).message} It is trained again.`);
      }
    }
  }

  /** By what was measured so far, shared among the workers; null while some kind of run was never measured. */
  secondsLeft(
    queue: readonly PlannedRun[],
    files: ReadonlyMap<string, RunFile>,
    workers: number,
  ): number | null {
    if (!this.worker) return null;
    const measured = [...files.values()].map(({ record }) => record);
    const { seconds, unmeasured } = expectedTime(
      queue.map(({ recipe }) => recipe),
      measured,
      this.worker.datasets,
      this.worker.lab.backend.name,
    );
    return unmeasured > 0 || measured.length === 0 ? null : seconds / workers;
  }

  async close(): Promise<void> {
    await this.worker?.close().catch(() => undefined);
    this.worker = null;
  }

  private async open(): Promise<StudyWorker> {
    const worker = await StudyWorker.open(this.settings);
    const { label, reason } = worker.lab.backend;
    this.progress.say(`Worker ${this.index + 1}: ${label}. ${reason}`);
    if (this.index === 0) {
      for (const { name, counts, origin } of worker.datasets.values()) {
        this.progress.say(
          `${name}: ${counts.train} train, ${counts.val} val, ${counts.test} test (${origin})`,
        );
      }
    }
    return worker;
  }
}

function runName({ cell, seed }: PlannedRun): string {
  return `${cell.name} · seed ${seed}`;
}

/** Val only: the test part stays closed until it is opened. */
function resultText(run: PlannedRun, { record }: RunFile): string {
  const { val, bestEpoch, epochs, seconds } = record.summary!;
  return `${runName(run)}: val AUC ${formatAuc(val.auc)}, best epoch ${bestEpoch} of ${epochs}, ${clock(seconds)}`;
}

function log(message: string): void {
  process.stderr.write(`${message}\n`);
}
