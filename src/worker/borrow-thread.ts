import type { StartThread } from '../kernels/simd/start-thread.ts';
import type { ThreadAnswer, ThreadRequest } from './protocol-threads.ts';

let count = 0;

/**
 * Has the page start a thread. In Firefox a worker that starts one itself waits for the page's thread in the middle of its
 * script, and in one start of thirty or so for ever (docs/performance.md).
 */
export const borrowThread: StartThread = (script, start) => {
  const id = ++count;
  return new Promise((resolve, reject) => {
    // Comlink's messages come the same way.
    const answered = ({ data: answer }: MessageEvent<ThreadAnswer | null>) => {
      if (!answer) return;
      if ('startedThread' in answer && answer.startedThread === id) {
        resolve({ terminate: () => ask({ endThread: id }) });
      } else if ('failedThread' in answer && answer.failedThread === id) {
        reject(new Error(`A thread did not start: ${answer.reason}`));
      } else return;
      self.removeEventListener('message', answered);
    };
    self.addEventListener('message', answered);
    ask({ startThread: id, script, name: `simd ${start.thread}`, message: start });
  });
};

function ask(request: ThreadRequest): void {
  self.postMessage(request);
}
