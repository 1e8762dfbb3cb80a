import * as Comlink from 'comlink';
import type { BenchEvent, Thoroughness } from '../../lab/bench/device-report.ts';
import { LabError } from '../../lab/lab-error.ts';
import type { BackendName } from '../../lab/run-record.ts';
import { BENCH_WORKER, type BenchWorker } from '../protocol.ts';
import { lendThreads } from './lend-threads.ts';
import { toLabError } from './to-lab-error.ts';
import { onWorkerDeath } from './worker-death.ts';

export interface Measurement {
  /** Resolves at the end, also when cancelled. @throws LabError */
  readonly done: Promise<void>;
  /** Ends it at once; what was told before stands. */
  cancel(): void;
}

/**
 * Measures this device in a worker of its own, which ends with the measurement.
 *
 * @param stepsOf the backend of which the training steps alone are measured; null: all of all
 */
export function measureDevice(
  thoroughness: Thoroughness,
  stepsOf: BackendName | null,
  onEvent: (event: BenchEvent) => void,
): Measurement {
  const worker = lendThreads(
    new Worker(new URL('../host/host.ts', import.meta.url), { type: 'module', name: BENCH_WORKER }),
  );
  const remote = Comlink.wrap<BenchWorker>(worker);
  let cancel: () => void = () => undefined;
  // Comlink leaves a call open for ever when its worker is gone.
  const ended = new Promise<void>((resolve, reject) => {
    cancel = resolve;
    onWorkerDeath(worker, (detail) =>
      reject(
        new LabError(
          'worker-died',
          `The worker that measures has died${detail ? `: ${detail}` : ', perhaps for lack of memory'}.`,
          'What had been measured is kept. Try again, with other pages closed.',
        ),
      ),
    );
  });
  const done = Promise.race([remote.measure(thoroughness, stepsOf, Comlink.proxy(onEvent)), ended])
    .catch((error: unknown) => {
      throw toLabError(error);
    })
    .finally(() => worker.terminate());
  return { done, cancel };
}
