import { Worker } from 'node:worker_threads';
import type { Assignment, Failure, Report } from './protocol.ts';

/** An input that computes for longer is a hang, however busy the machine is with other things. */
const HANG_MS = 1000;
/** And one that waits for longer, for what never comes. */
const WAIT_MS = 10_000;
/** How often the watchdog looks. */
const LOOK_EVERY_MS = 50;

const THREAD = new URL('./thread.mjs', import.meta.url);

export interface Tally {
  readonly target: string;
  readonly seed: number;
  readonly tried: number;
  readonly accepted: number;
  readonly failures: readonly Failure[];
}

/** Until whichever comes first. */
export interface Limits {
  readonly runs: number;
  readonly until: number;
}

/**
 * Tries inputs of one target in a thread of its own, with a watchdog: one that hangs is ended and counted, and the next
 * goes on after it.
 */
export async function runCampaign(
  target: string,
  seed: number,
  limits: Limits,
  from = 0,
  thread = THREAD,
): Promise<Tally> {
  let [tried, accepted, next] = [0, 0, from];
  const failures: Failure[] = [];
  const end = from + limits.runs;
  while (next < end && Date.now() < limits.until) {
    const lap = await runThread({ target, seed, from: next, to: end }, limits.until, thread);
    failures.push(...lap.failures);
    accepted += lap.accepted;
    tried += lap.tried;
    next += lap.tried;
    if (lap.stuck !== null) {
      // A machine that does other things may be slow once; what hangs hangs again.
      const again = await runThread(
        { target, seed, from: lap.stuck, to: lap.stuck + 1 },
        Number.POSITIVE_INFINITY,
        thread,
      );
      failures.push(...again.failures);
      accepted += again.accepted;
      if (again.stuck !== null)
        failures.push({ index: lap.stuck, kind: 'hang', detail: `over ${HANG_MS} ms, twice` });
      tried += 1;
      next = lap.stuck + 1;
    }
  }
  return { target, seed, tried, accepted, failures };
}

/** What this process has computed, of which all but a little is the thread's. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Lap {
  readonly tried: number;
  readonly accepted: number;
  readonly failures: readonly Failure[];
  /** The input that hung. */
  readonly stuck: number | null;
}

function runThread(work: Omit<Assignment, 'progress'>, until: number, thread: URL): Promise<Lap> {
  const progress = new SharedArrayBuffer(8);
  const place = new Int32Array(progress);
  place[0] = -1;
  const worker = new Worker(thread, {
    workerData: { ...work, progress } satisfies Assignment,
  });
  const failures: Failure[] = [];
  let sums = { tried: 0, accepted: 0 };
  return new Promise((resolve, reject) => {
    let [begun, since, computed] = [0, Date.now(), cpuMs()];
    const finish = (lap: Partial<Lap>) => {
      clearInterval(watchdog);
      worker.off('exit', ended);
      void worker.terminate().then(() => resolve({ ...sums, failures, stuck: null, ...lap }));
    };
    const watchdog = setInterval(() => {
      const [index, count] = [Atomics.load(place, 0), Atomics.load(place, 1)];
      if (count !== begun || index < 0) [begun, since, computed] = [count, Date.now(), cpuMs()];
      else if (cpuMs() - computed > HANG_MS || Date.now() - since > WAIT_MS)
        return finish({ tried: count - 1, stuck: index });
      if (Date.now() > until) finish({});
    }, LOOK_EVERY_MS);
    worker.on('message', (report: Report) => {
      if (report.kind === 'failure') failures.push(report.failure);
      else {
        sums = { tried: report.tried, accepted: report.accepted };
        if (report.done) finish({});
      }
    });
    const fail = (error: Error) => {
      clearInterval(watchdog);
      reject(error);
    };
    worker.on('error', fail);
    const ended = (code: number) => fail(new Error(`The thread ended by itself, with ${code}.`));
    worker.on('exit', ended);
  });
}
