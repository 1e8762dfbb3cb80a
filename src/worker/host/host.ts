import * as Comlink from 'comlink';
import { describeError } from '../../lab/lab-error.ts';
import { LabHost } from './lab-host.ts';

/** Comlink carries no error classes across: every rejection becomes an Error whose message is a LabErrorDescription. */
function withPlainErrors(host: LabHost): LabHost {
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

Comlink.expose(withPlainErrors(new LabHost()));
