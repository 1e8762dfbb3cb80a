import type { Work } from '../../lab/work.ts';

/** The page has its turn after so many milliseconds. */
const SLICE_MS = 12;

const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Does a computation in slices between which the page has its turn; null where it was given up. */
export async function inSlices<Result>(work: Work<Result>, signal: AbortSignal): Promise<Result | null> {
  // What begins together, as a page is drawn, does not begin in one task.
  await nextTask();
  let since = performance.now();
  while (!signal.aborted) {
    const { done, value } = work.next();
    if (done) return value as Result;
    if (performance.now() - since < SLICE_MS) continue;
    await nextTask();
    since = performance.now();
  }
  return null;
}
