/**
 * How often a page with so many processor cores shows what a run tells, in milliseconds: four times a second, and twice
 * where there are two cores, as the run trains on all of them and waits while the page draws.
 */
export function beatOf(cores: number): number {
  return Math.min(500, Math.max(250, 1000 / cores));
}

/**
 * Does what is to be shown all at once, at most so often: each message of a run by itself would cost the page a frame,
 * and the run the time of it.
 */
export class Beats {
  readonly #every: number;
  readonly #due = new Map<string, () => void>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #last = Number.NEGATIVE_INFINITY;

  /** @param every milliseconds between two beats, at least */
  constructor(every: number) {
    this.#every = every;
  }

  /** Acts with the next beat; what was to be done under the same name before is not done. */
  later(name: string, act: () => void): void {
    this.#due.set(name, act);
    this.#timer ??= setTimeout(() => this.now(), Math.max(0, this.#last + this.#every - performance.now()));
  }

  /** The beat comes now: what happens next must not be shown before. */
  now(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#last = performance.now();
    const acts = [...this.#due.values()];
    this.#due.clear();
    for (const act of acts) act();
  }
}
