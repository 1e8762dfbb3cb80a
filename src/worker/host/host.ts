import * as Comlink from 'comlink';
import { describeError } from '../../lab/lab-error.ts';
import { BenchHost } from '../bench/bench-host.ts';
import { BENCH_WORKER, type WorkerProblem, type WorkerSign } from '../protocol.ts';
import { LabHost } from './lab-host.ts';

/** Comlink carries no error classes across: every rejection becomes an Error whose message is a LabErrorDescription. */
function withPlainErrors<Host extends object>(host: Host): Host {
  return new Proxy(host, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        try {
          return await (member as (...args: unknown[]) => Promise<unknown>).apply(target, args);
        } catch (error) {
          throw new Error(JSON.stringify(describeError(error)));
        }
      };
    },
  });
}

// Told beside Comlink's messages, which have an id: nothing waits for this one, and what trains goes on.
self.addEventListener('unhandledrejection', ({ reason }) => {
  self.postMessage({ problem: describeError(reason) } satisfies WorkerProblem);
});

// Browsers without locks, and pages that are not served securely, notice a death by its error alone.
const life = crypto.randomUUID?.();
void navigator.locks?.request(life, () => {
  self.postMessage({ alive: life } satisfies WorkerSign);
  return new Promise<never>(() => undefined);
});

// One script for both workers: a script of its own would bring tfjs a second time, to the offline store as well.
Comlink.expose(withPlainErrors(self.name === BENCH_WORKER ? new BenchHost() : new LabHost()));
