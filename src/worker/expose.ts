import * as Comlink from 'comlink';
import { describeError } from '../lab/lab-error.ts';
import type { WorkerSign } from './protocol.ts';

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

/** Answers the page's calls, and lets it notice when this worker dies. */
export function expose(host: object): void {
  // Browsers without locks, and pages that are not served securely, notice a death by its error alone.
  const life = crypto.randomUUID?.();
  void navigator.locks?.request(life, () => {
    self.postMessage({ alive: life } satisfies WorkerSign);
    return new Promise<never>(() => undefined);
  });
  Comlink.expose(withPlainErrors(host));
}
