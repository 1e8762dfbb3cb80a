/** Seconds in which nothing comes, until a person is told, and until the connection is given up. */
const TOLD_AFTER = 5;
export const GIVEN_UP_AFTER = 10;

/** What is awaited from one server. Requests that are under way at once share it: while one is answered, none is dead. */
export class Line {
  /** Answers and pieces of them that are waited for. */
  awaited = 0;
  /** Those that came. */
  come = 0;

  async hear<Result>(coming: Promise<Result>): Promise<Result> {
    this.awaited += 1;
    try {
      const result = await coming;
      this.come += 1;
      return result;
    } finally {
      this.awaited -= 1;
    }
  }
}

/**
 * Counts the seconds in which nothing comes over a line. By ticks, not by a clock: a thread that computes, or a device that
 * sleeps, has not listened.
 */
export class Silence {
  readonly #line: Line;
  readonly #tell: (isSilent: boolean) => void;
  readonly #timer = setInterval(() => this.#tick(), 1000);
  readonly #tooLong = new AbortController();
  #come: number;
  #seconds = 0;
  #isPausing = false;

  /** @param tell called when a silence has become long, and when it ends */
  constructor(line: Line, tell: (isSilent: boolean) => void) {
    this.#line = line;
    this.#come = line.come;
    this.#tell = tell;
  }

  /** Aborted once a connection has been silent for too long. */
  get tooLong(): AbortSignal {
    return this.#tooLong.signal;
  }

  /** The pause before the next attempt: a person waits, but for no answer. */
  pause(): void {
    this.#isPausing = true;
  }

  /** @param wasAnswered by the attempt before: the line is not dead, and the pause after it no part of a silence */
  listen(wasAnswered: boolean): void {
    this.#isPausing = false;
    if (wasAnswered) this.#seconds = 0;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    if (this.#come !== this.#line.come) {
      if (this.#seconds >= TOLD_AFTER) this.#tell(false);
      this.#come = this.#line.come;
      this.#seconds = 0;
    } else if (this.#isPausing || this.#line.awaited > 0) {
      this.#seconds += 1;
      if (this.#seconds === TOLD_AFTER) this.#tell(true);
      if (this.#seconds >= GIVEN_UP_AFTER && !this.#isPausing) this.#tooLong.abort();
    }
  }
}
