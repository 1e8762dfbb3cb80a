import { LabError } from '../lab/lab-error.ts';

function cancelled(): LabError {
  return new LabError('cancelled', 'Loading was cancelled.', 'What was loaded before is still there.');
}

/** @throws LabError `cancelled` once the signal is aborted */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

/**
 * Lets other work of the thread run (a cancel, a progress message) and looks at the signal afterwards.
 *
 * @throws LabError `cancelled`
 */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  throwIfCancelled(signal);
}

/** What a rejected operation means when it had the signal: `cancelled` if that was aborted, else the error itself. */
export function orCancelled(error: unknown, signal: AbortSignal): unknown {
  return signal.aborted ? cancelled() : error;
}
