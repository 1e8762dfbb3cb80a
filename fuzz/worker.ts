import { parentPort, workerData } from 'node:worker_threads';
import type { Assignment, Failure, Report } from './protocol.ts';
import { findTarget } from './targets/registry.ts';
import { failureOf, tryIndex } from './try-input.ts';

/** Sums are told this often. */
const REPORT_EVERY = 50;

const { target: name, seed, from, to, progress } = workerData as Assignment;
const target = findTarget(name);
const place = new Int32Array(progress);
const post = (report: Report) => parentPort!.postMessage(report);
const tell = (failure: Failure | null) => failure && post({ kind: 'failure', failure });

/** What nobody waited for; looked at after each input. */
const loose: unknown[] = [];
process.on('unhandledRejection', (reason) => loose.push(reason));
process.on('uncaughtException', (error) => loose.push(error));

let tried = 0;
let accepted = 0;
for (let index = from; index < to; index++) {
  const outcome = await tryIndex(target, seed, index, () => {
    Atomics.store(place, 0, index);
    Atomics.add(place, 1, 1);
  });
  Atomics.store(place, 0, -1);
  tell(outcome.failure);
  for (const reason of loose.splice(0)) tell(failureOf(reason, index));
  if (outcome.accepted) accepted += 1;
  tried += 1;
  if (tried % REPORT_EVERY === 0) {
    post({ kind: 'sums', tried, accepted, done: false });
    // Lets rejections that nobody waits for come up.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
post({ kind: 'sums', tried, accepted, done: true });
