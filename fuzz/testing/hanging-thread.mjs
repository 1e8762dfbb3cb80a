// Plays a thread of the fuzzer in which every third input is never done.
import { parentPort, workerData } from 'node:worker_threads';

const { from, to, progress } = workerData;
const place = new Int32Array(progress);
for (let index = from; index < to; index++) {
  Atomics.store(place, 0, index);
  Atomics.add(place, 1, 1);
  while (index % 3 === 2);
  Atomics.store(place, 0, -1);
}
parentPort.postMessage({ kind: 'sums', tried: to - from, accepted: 0, done: true });
