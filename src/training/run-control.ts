import { nextTask } from './next-task.ts';

/** Lets a person steer a run between two batches: pause, step one batch, resume, stop. */
export class RunControl {
  private readonly listeners: { readonly onPaused: () => void; readonly onResumed: () => void };
  /** Resolves when a person stops the run. */
  readonly stopped: Promise<void>;
  private resolveStopped: () => void = () => {};
  private stopping = false;
  private paused = false;
  /** Batches that may still be trained on while paused. */
  private allowance = 0;
  private single = false;
  private wake: (() => void) | null = null;

  constructor(listeners: { readonly onPaused: () => void; readonly onResumed: () => void }) {
    this.listeners = listeners;
    this.stopped = new Promise((resolve) => {
      this.resolveStopped = resolve;
    });
  }

  pause(): void {
    this.paused = true;
  }

  step(): void {
    if (!this.paused) return;
    this.allowance += 1;
    this.wake?.();
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.allowance = 0;
    this.listeners.onResumed();
    this.wake?.();
  }

  stop(): void {
    this.stopping = true;
    this.resolveStopped();
    this.wake?.();
  }

  /** Whether the batch that {@link next} has let go on is one that a person asked for by itself. */
  get isSingleStep(): boolean {
    return this.single;
  }

  /** Whether the run stands still until a person wants it to go on. */
  get isWaiting(): boolean {
    return this.wake !== null;
  }

  private get willWait(): boolean {
    return this.paused && !this.stopping && this.allowance === 0;
  }

  /**
   * Call before each training batch: gives waiting messages their turn, waits while paused, then says whether to go on.
   *
   * @param beforeWaiting brings what is on the screen up to date before the run stands still
   */
  async next(beforeWaiting: () => Promise<void>): Promise<'continue' | 'stop'> {
    const decision = await this.nextEvaluation(beforeWaiting);
    this.single = this.allowance > 0;
    if (this.single) this.allowance -= 1;
    return decision;
  }

  /**
   * The same before each batch of an evaluation. A step that a person asked for here is kept for the training batch
   * that follows: it is training that goes on batch by batch.
   */
  async nextEvaluation(beforeWaiting: () => Promise<void>): Promise<'continue' | 'stop'> {
    await nextTask();
    while (this.willWait) {
      await beforeWaiting();
      this.listeners.onPaused();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
    return this.stopping ? 'stop' : 'continue';
  }
}
