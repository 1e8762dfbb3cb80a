import type { RunProgress } from '../src/app/automation-types.ts';
import { describeError } from '../src/lab/lab-error.ts';
import type { PlannedRun } from '../src/lab/study/expand.ts';
import { expectedTime } from '../src/lab/study/expected-time.ts';
import type { RunFile } from '../src/lab/study/run-file.ts';
import { Interrupted, unlessInterrupted } from './interruption.ts';
import type { StateFile } from './state-file.ts';
import type { StudyProgress } from './study-progress.ts';
import { type RunOutcome, StudyWorker, type WorkerSettings } from './study-worker.ts';

/** A browser that dies so often on one run will die again. */
const MOST_DEATHS = 3;

/** A worker that is opened anew when its browser dies. */
export class StudyHand {
  private readonly settings: WorkerSettings;
  private readonly index: number;
  private readonly progress: StudyProgress;
  private worker: StudyWorker | null = null;

  constructor(settings: WorkerSettings, index: number, progress: StudyProgress) {
    this.settings = settings;
    this.index = index;
    this.progress = progress;
  }

  /** @param signal stops it: after the batch, or at once where nothing trains yet */
  async train(run: PlannedRun, file: StateFile, signal: AbortSignal): Promise<RunOutcome> {
    // States are large, and a Grid's browser gives them to its own machine.
    const state = this.settings.place.kind === 'grid' ? null : file;
    const show = (progress: RunProgress) => this.progress.show(this.index, runName(run), progress);
    for (let deaths = 0; ; ) {
      try {
        // Not with the runs: a browser that does not open at all is no death in a run.
        this.worker ??= await unlessInterrupted(this.open(), signal, 'Stopped.');
      } catch (error) {
        if (error instanceof Interrupted) return { kind: 'stopped', record: null };
        return { kind: 'left', error: error as Error };
      }
      try {
        const outcome = await this.worker.train(run, state, show, signal);
        if (outcome.kind !== 'failed' || outcome.error.code !== 'cannot-continue') return outcome;
        this.progress.say(`${runName(run)}: ${outcome.error.message} It is trained anew.`);
        state?.remove();
      } catch (error) {
        await this.close();
        if (signal.aborted) return { kind: 'stopped', record: null };
        deaths += 1;
        if (deaths === MOST_DEATHS) return { kind: 'failed', error: describeError(error) };
        this.progress.say(
          `${runName(run)}: ${(error as Error).message} It ${state?.exists ? 'goes on' : 'is trained again'}.`,
        );
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

export function runName({ cell, seed }: PlannedRun): string {
  return `${cell.name} · seed ${seed}`;
}
