/**
 * A computation in small steps: it yields wherever it may be put off, so that who has a thread to share decides how long it
 * works at a stretch. Each step takes a few milliseconds at most.
 */
export type Work<Result> = Generator<undefined, Result, undefined>;

/** Does it at one stretch. */
export function finishWork<Result>(work: Work<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as Result;
  }
}
