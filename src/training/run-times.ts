/**
 * What a run spends its time on: building batches; steps (the way to the device, forward, backward, optimizer); waiting for
 * their results; evaluation; copying the state to the host and keeping it; and records, which is all that is left: plan,
 * messages, scores.
 */
export const RUN_PARTS = ['batch', 'step', 'readback', 'evaluation', 'checkpoint', 'records'] as const;
export type RunPart = (typeof RUN_PARTS)[number];

/** Wall-clock time of a run by what it went to; each moment counts to one part, so that they sum up to the whole. */
export class RunTimes {
  private readonly spent = new Map<RunPart, number>();
  private part: RunPart = 'records';
  private since = performance.now();

  /** Counts some work, and what it waits for, to a part. */
  during<Result>(part: RunPart, work: () => Promise<Result>): Promise<Result>;
  during<Result>(part: RunPart, work: () => Result): Result;
  during(part: RunPart, work: () => unknown): unknown {
    const outer = this.enter(part);
    let result: unknown;
    try {
      result = work();
    } catch (error) {
      this.enter(outer);
      throw error;
    }
    if (result instanceof Promise) return result.finally(() => this.enter(outer));
    this.enter(outer);
    return result;
  }

  /** Forgets what was before. */
  reset(): void {
    this.enter(this.part);
    this.spent.clear();
  }

  /** Milliseconds of each part so far. */
  get milliseconds(): Readonly<Record<RunPart, number>> {
    this.enter(this.part);
    const entries = RUN_PARTS.map((part) => [part, this.spent.get(part) ?? 0] as const);
    return Object.fromEntries(entries) as Record<RunPart, number>;
  }

  /** @returns the part that is left */
  private enter(part: RunPart): RunPart {
    const now = performance.now();
    const left = this.part;
    this.spent.set(left, (this.spent.get(left) ?? 0) + now - this.since);
    this.part = part;
    this.since = now;
    return left;
  }
}
