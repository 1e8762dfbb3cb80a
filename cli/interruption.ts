import { EXIT } from './exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One press can arrive twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 500;

/** Thrown where an interruption leaves nothing to be written. */
export class Interrupted extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Interrupted';
  }
}

/**
 * Aborts at the first Ctrl-C (SIGINT, SIGTERM, SIGHUP); the next one ends the process at once. Listened to from the
 * start of the process to its end, so that there is no moment at which a signal has its default effect.
 */
export function listenForInterruption(): AbortSignal {
  const abort = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (!abort.signal.aborted) {
      firstAt = performance.now();
      process.stderr.write(
        '\nStopping after the batch, then writing what there is. Ctrl-C again ends at once.\n',
      );
      abort.abort();
    } else if (performance.now() - firstAt >= SAME_PRESS_MS) {
      process.exit(EXIT.interrupted);
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  // The terminal may be gone (SIGHUP), and what is to be written is not for it.
  process.stderr.on('error', () => undefined);
  return abort.signal;
}

/**
 * Waits for work that cannot be stopped itself, but no longer than up to an interruption.
 *
 * @throws Interrupted with the message
 */
export async function unlessInterrupted<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
  message: string,
): Promise<Value> {
  work.catch(() => undefined);
  let interrupt: () => void = () => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new Interrupted(message));
  });
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    return await Promise.race([interrupted, work]);
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}
