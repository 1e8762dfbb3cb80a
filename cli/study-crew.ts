import { WriteError } from '../scripts/write-whole.ts';
import type { PlannedRun } from '../src/lab/study/expand.ts';
import type { RunFile } from '../src/lab/study/run-file.ts';
import { formatAuc } from '../src/lab/study/verdict.ts';
import { clock } from './progress-line.ts';
import type { StudyFolder } from './study-folder.ts';
import { runName, type StudyHand } from './study-hand.ts';
import type { StudyProgress } from './study-progress.ts';
import type { RunOutcome } from './study-worker.ts';

type Hand = Pick<StudyHand, 'train' | 'secondsLeft' | 'close'>;
type Ending = Exclude<RunOutcome, { kind: 'left' }>;

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

  /**
   * @param hire makes the worker of a number from 0 on; it opens its browser when it is given a run
   * @throws what keeps every worker from opening a browser
   */
  async train(
    pending: readonly PlannedRun[],
    workers: number,
    hire: (index: number) => Hand,
  ): Promise<CrewEnd> {
    const broken = await this.trainAll([...pending], workers, hire);
    const unwritten = this.writeWaiting();
    if (broken !== null) throw broken;
    // A signal that came when all was done has stopped nothing.
    const stopped = this.interruption.aborted && this.ended < pending.length;
    return { failed: this.failed, stopped, unwritten };
  }

  /**
   * Runs that a worker had to leave are trained by the others, or by new ones where those are done.
   *
   * @param queue is emptied
   * @returns what broke a worker, or kept all of them from opening a browser
   */
  private async trainAll(
    queue: PlannedRun[],
    workers: number,
    hire: (index: number) => Hand,
  ): Promise<unknown> {
    const signal = AbortSignal.any([this.interruption, this.diskFull.signal]);
    while (queue.length > 0 && !signal.aborted) {
      const endedBefore = this.ended;
      const count = Math.min(workers, queue.length);
      const work = (_: unknown, index: number) => this.work(hire(index), index, queue, workers, signal);
      const results = await Promise.allSettled(Array.from({ length: count }, work));
      const broken = results.find((result) => result.status === 'rejected');
      if (broken) return broken.reason;
      const left = results.findLast((result) => result.status === 'fulfilled' && result.value !== null);
      if (this.ended === endedBefore && left?.status === 'fulfilled') return left.value;
    }
    return null;
  }

  /** One worker takes runs from the queue until there are none. @returns why it had to leave one, if it had */
  private async work(
    hand: Hand,
    index: number,
    queue: PlannedRun[],
    workers: number,
    signal: AbortSignal,
  ): Promise<Error | null> {
    try {
      for (;;) {
        const run = signal.aborted ? undefined : queue.shift();
        if (!run) return null;
        const outcome = await hand.train(run, this.folder.stateOf(run.key), signal);
        if (outcome.kind === 'left') {
          if (workers > 1) this.progress.say(`Worker ${index + 1} has no browser. ${outcome.error.message}`);
          queue.unshift(run);
          return outcome.error;
        }
        const left = () => hand.secondsLeft(queue, this.files, workers);
        if (!this.keep(index, run, outcome, left)) return null;
      }
    } finally {
      await hand.close();
    }
  }

  /** @returns whether the worker is to go on */
  private keep(worker: number, run: PlannedRun, outcome: Ending, left: () => number | null): boolean {
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
