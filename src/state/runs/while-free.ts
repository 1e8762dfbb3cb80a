import { runLock } from '../../lab/run-lock.ts';

/** Longer than any page holds the lock of a run that it does not train, in milliseconds. */
const BRIEFLY_MS = 250;

/** Does something while no page trains the run; returns false where one does. */
export async function whileFree(id: string, action: () => Promise<void>): Promise<boolean> {
  let isFree = false;
  try {
    await navigator.locks.request(runLock(id), { signal: AbortSignal.timeout(BRIEFLY_MS) }, async () => {
      isFree = true;
      await action();
    });
  } catch (error) {
    if (isFree) throw error;
  }
  return isFree;
}
