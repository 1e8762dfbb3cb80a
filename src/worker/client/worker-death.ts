import type { WorkerSign } from '../protocol.ts';

/** What is heard of a worker; a test passes a MessagePort in its place. */
interface Listened {
  addEventListener(type: string, listener: (event: Event) => void, options?: object): void;
}

/**
 * Calls the listener when the worker has died, at the latest when the browser has taken it away without a word, as it may
 * where memory runs out: the worker holds a lock for as long as it lives, and this page waits for it. Also when the page
 * has ended it.
 *
 * @param listener told what the worker's last error said, if it said something
 */
export function onWorkerDeath(worker: Listened, listener: (detail: string | undefined) => void): void {
  const crashed = (event: Event) => listener((event as Partial<ErrorEvent>).message);
  worker.addEventListener('error', crashed, {});
  worker.addEventListener('messageerror', crashed, {});
  worker.addEventListener(
    'message',
    (event) => {
      const { alive } = ((event as MessageEvent).data ?? {}) as Partial<WorkerSign>;
      if (alive !== undefined) void navigator.locks.request(alive, () => listener(undefined));
    },
    {},
  );
}
