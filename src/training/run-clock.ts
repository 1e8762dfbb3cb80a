/** Wall-clock seconds of a run; what it waits for a person or for its data is no part of them. */
export class RunClock {
  private readonly startedAt = performance.now();
  private secondsBefore = 0;
  private waitedMs = 0;

  /** @param seconds of the run before it was continued */
  continueFrom(seconds: number): void {
    this.secondsBefore = seconds;
  }

  /** Leaves out the time that something is waited for. */
  async without<Result>(wait: () => Promise<Result>): Promise<Result> {
    const from = performance.now();
    try {
      return await wait();
    } finally {
      this.waitedMs += performance.now() - from;
    }
  }

  get seconds(): number {
    return this.secondsBefore + (performance.now() - this.startedAt - this.waitedMs) / 1000;
  }
}
