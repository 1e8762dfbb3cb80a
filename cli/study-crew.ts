import { WriteError } from '../scripts/write-whole.ts';
import type { PlannedRun } from '../src/lab/study/expand.ts';
import type { RunFile } from '../src/lab/study/run-file.ts';
import { formatAuc } from '../src/lab/study/verdict.ts';
import { clock } from './progress-line.ts';
import type { StudyFolder } from './study-folder.ts';
import { runName, StudyHand } from './study-hand.ts';
import type { StudyProgress } from './study-progress.ts';
import type { RunOutcome, WorkerSettings } from './study-worker.ts';

/** How a crew came to its end. */
export interface CrewEnd {
  readonly failed: number;
  readonly stopped: boolean;
  /** Why runs could not be written, and how many: they are in no table. */
  readonly unwritten: { readonly error: WriteError; readonly runs: number } | null;
}

/** Several workers that share a queue of runs, and write what they finish. */
export class StudyCrew {
  private readonly folder: StudyFolder;
  private readonly files: Map<string, RunFile>;
  private readonly progress: StudyProgress;
  private readonly interruption: AbortSignal;
  /** Aborts where the disk takes nothing more: what is trained then would be lost. */
  private readonly diskFull = new AbortController();
  /** Finished, but not written yet. */
  private readonly waiting: RunFile[] = [];
  private failed = 0;
  /** Runs that came to an end of their own. */
  private ended = 0;

  /** @param files gains what is finished and written */
  constructor(
    folder: StudyFolder,
    files: Map<string, RunFile>,
    progress: StudyProgress,
    interruption: AbortSignal,
  ) {
    this.folder = folder;
    this.files = files;
    this.progress = progress;
    this.interruption = interruption;
  }

  /** @throws what keeps a worker from opening at all */
  async train(pending: readonly PlannedRun[], workers: number, settings: WorkerSettings): Promise<CrewEnd> {
    const queue = [...pending];
    const signal = AbortSignal.any([this.interruption, this.diskFull.signal]);
    const hands = Array.from({ length: workers }, async (_, index) => {
      const hand = new StudyHand(settings, index, this.progress);
      try {
        for (;;) {
          const run = signal.aborted ? undefined : queue.shift();
          if (!run) return;
          const outcome = await hand.train(run, this.folder.stateOf(run.key), signal);
          const left = () => hand.secondsLeft(queue, this.files, workers);
          if (!this.keep(index, run, outcome, left)) return;
        }
      } finally {
        await hand.close();
      }
    });
    const results = await Promise.allSettled(hands);
    const broken = results.find((result) => result.status === 'rejected');
    const unwritten = this.writeWaiting();
    if (broken) throw broken.reason;
    // A signal that came when all was done has stopped nothing.
    const stopped = this.interruption.aborted && this.ended < pending.length;
    return { failed: this.failed, stopped, unwritten };
  }

  /** @returns whether the worker is to go on */
  private keep(worker: number, run: PlannedRun, outcome: RunOutcome, left: () => number | null): boolean {
    if (outcome.kind !== 'stopped') this.ended += 1;
    try {
      switch (outcome.kind) {
        case 'finished':
          this.waiting.push(outcome.file);
          this.write(outcome.file);
          this.progress.finish(worker, resultText(run, outcome.file), left());
          return true;
        case 'failed':
          this.failed += 1;
          this.progress.finish(worker, `${runName(run)} failed: ${outcome.error.message}`, left());
          this.folder.writeFailure(run.key, { key: run.key, recipe: run.recipe, error: outcome.error });
          return true;
        case 'stopped':
          if (outcome.record) this.folder.writeUnfinished(run.key, outcome.record);
          return false;
      }
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      this.progress.say(`${error.message} The study stops here.`);
      this.diskFull.abort();
      return false;
    }
  }

  private write(file: RunFile): void {
    this.folder.writeRun(file);
    this.files.set(file.key, file);
    this.waiting.splice(this.waiting.indexOf(file), 1);
  }

  /** Once more at the end: room may have been made, or the others' drafts are gone. */
  private writeWaiting(): CrewEnd['unwritten'] {
    let error: WriteError | null = null;
    for (const file of [...this.waiting]) {
      try {
        this.write(file);
      } catch (failure) {
        if (!(failure instanceof WriteError)) throw failure;
        error = failure;
      }
    }
    return error && { error, runs: this.waiting.length };
  }
}

/** Val only: the test part stays closed until it is opened. */
function resultText(run: PlannedRun, { record }: RunFile): string {
  const { val, ranking, bestEpoch, epochs, seconds } = record.summary!;
  const best = `best epoch ${bestEpoch} of ${epochs}`;
  const score = ranking
    ? `cross-fitted val AUC ${formatAuc(ranking.auc)} (${best}: ${formatAuc(val.auc)})`
    : `${best}, val AUC ${formatAuc(val.auc)}`;
  return `${runName(run)}: ${score}, ${clock(seconds)}`;
}
