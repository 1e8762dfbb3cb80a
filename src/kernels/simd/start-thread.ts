import type { ThreadStart } from './thread.ts';

export interface StartedThread {
  terminate(): void;
}

/**
 * Starts a worker of a script of this page's own, and resolves once it serves.
 *
 * @param script its address
 * @throws Error where the browser does not start it, with what it says
 */
export type StartThread = (script: string, start: ThreadStart) => Promise<StartedThread>;

/** As a worker of the calling thread. */
export const startNestedThread: StartThread = (script, start) => {
  const worker = new Worker(script, { type: 'module', name: `simd ${start.thread}` });
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker);
    worker.onerror = ({ message }) => {
      worker.terminate();
      reject(new Error(`A thread did not start: ${message}`));
    };
    worker.postMessage(start);
  });
};
