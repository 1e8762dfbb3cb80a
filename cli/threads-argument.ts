import { availableParallelism } from 'node:os';
import { UsageError } from './usage-error.ts';

/**
 * Number of threads that `--threads` asks for; null leaves it to the page, which takes all processors.
 *
 * @throws UsageError
 */
export function readThreads(text: string | undefined): number | null {
  if (text === undefined) return null;
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1) throw new UsageError(`"${text}" is no number of threads.`);
  return threads;
}

/** Threads of each of several browsers on this machine, so that together they use its processors once. */
export function sharedThreads(browsers: number, processors = availableParallelism()): number | null {
  return browsers === 1 ? null : Math.max(1, Math.floor(processors / browsers));
}
