import { LabError } from '../../lab/lab-error.ts';
import { nextTask } from '../../training/next-task.ts';

/** Share of the time that may be taken from a run that trains. */
const MOST_OF_TIME = 0.03;
const LOOK_AGAIN_MS = 50;

/**
 * Lets the jobs on trained models take their steps: one after the other, at once where nothing trains, and else so that a
 * run that trains gives up at most 3 % of its time.
 */
export class RightOfWay {
  private readonly isTraining: () => boolean;
  private trainsSince: number | null = null;
  private spentMs = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(isTraining: () => boolean) {
    this.isTraining = isTraining;
  }

  /**
   * Takes one step when it may. Messages are handled before it.
   *
   * @throws LabError `cancelled` where the signal came first; what the step throws
   */
  step<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(async () => {
      await nextTask();
      while (!signal.aborted && !this.isFree()) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      }
      if (signal.aborted) throw cancelledJob();
      const from = performance.now();
      try {
        return await work();
      } finally {
        this.spentMs += performance.now() - from;
      }
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Whether what was taken so far from the run that trains is below its share. */
  private isFree(): boolean {
    const now = performance.now();
    if (!this.isTraining()) {
      this.trainsSince = null;
      this.spentMs = 0;
      return true;
    }
    if (this.trainsSince === null) {
      this.trainsSince = now;
      this.spentMs = 0;
    }
    return this.spentMs <= MOST_OF_TIME * (now - this.trainsSince);
  }
}

export function cancelledJob(): LabError {
  return new LabError('cancelled', 'It was stopped before its end.', 'The run and its results are kept.');
}
