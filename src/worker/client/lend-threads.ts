import type { ThreadAnswer, ThreadRequest } from '../protocol-threads.ts';
import type { WorkerLike } from './worker-like.ts';

/** The worker, which finds here who starts its threads (see borrow-thread.ts); they end with it. */
export function lendThreads(worker: Worker): WorkerLike {
  const threads = new Map<number, Worker>();
  const answer = (message: ThreadAnswer) => worker.postMessage(message);
  const end = (id: number) => {
    threads.get(id)?.terminate();
    threads.delete(id);
  };
  const endAll = () => [...threads.keys()].forEach(end);
  worker.addEventListener('message', ({ data }: MessageEvent<ThreadRequest | null>) => {
    if (!data) return;
    if ('startThread' in data) {
      const { startThread: id, script, name, message } = data;
      const fail = (reason: string) => {
        end(id);
        answer({ failedThread: id, reason });
      };
      try {
        const thread = new Worker(script, { type: 'module', name });
        threads.set(id, thread);
        thread.onmessage = () => answer({ startedThread: id });
        thread.onerror = (event) => fail(event.message);
        thread.postMessage(message);
      } catch (error) {
        fail(String(error));
      }
    } else if ('endThread' in data) end(data.endThread);
  });
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer ?? []),
    addEventListener: worker.addEventListener.bind(worker),
    removeEventListener: worker.removeEventListener.bind(worker),
    terminate() {
      worker.terminate();
      endAll();
    },
  };
}
