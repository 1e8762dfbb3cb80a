import { describeError } from '../../lab/lab-error.ts';
import { BenchHost } from '../bench/bench-host.ts';
import { expose } from '../expose.ts';
import { BENCH_WORKER, type WorkerProblem } from '../protocol.ts';
import { LabHost } from './lab-host.ts';

// Told beside Comlink's messages, which have an id: nothing waits for this one, and what trains goes on.
self.addEventListener('unhandledrejection', ({ reason }) => {
  self.postMessage({ problem: describeError(reason) } satisfies WorkerProblem);
});

// One script for both workers: a script of its own would bring tfjs a second time, to the offline store as well.
expose(self.name === BENCH_WORKER ? new BenchHost() : new LabHost());
