import pRetry from 'p-retry';
import { LabError } from '../../lab/lab-error.ts';
import { orCancelled } from '../cancellation.ts';

/** A failure that may pass by itself: no connection, an overloaded server. */
export class PassingFailure extends LabError {}

/** Waits 1, 2, 4 and 8 seconds (times a random factor of 1 to 2, so that a class of students does not knock as one). */
const BACK_OFF = { retries: 4, minTimeout: 1000, factor: 2, randomize: true } as const;

/**
 * Tries again, after growing pauses, while it fails with {@link PassingFailure}. Who is offline from the first is told at
 * once.
 *
 * @throws LabError: `cancelled` at once when the signal is aborted, else the last failure
 */
export async function retrying<Result>(attempt: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  try {
    return await pRetry(attempt, {
      ...BACK_OFF,
      signal,
      shouldRetry: ({ error, attemptNumber }) =>
        error instanceof PassingFailure && !signal.aborted && !(attemptNumber === 1 && isOffline()),
    });
  } catch (error) {
    throw orCancelled(error, signal);
  }
}

/**
 * One request.
 *
 * @param notFound what a 404 means, if it means more than a refusal
 * @throws PassingFailure `offline` without a connection, `download-failed` for 429 and 5xx
 * @throws LabError `download-failed` for other refusals
 */
export async function request(
  url: string | URL,
  signal: AbortSignal,
  notFound?: () => LabError,
): Promise<Response> {
  const { host } = new URL(url);
  if (isOffline()) throw offline(host, 'this device is offline');
  const response = await fetch(url, { signal, cache: 'no-store' }).catch((cause: unknown) => {
    throw signal.aborted ? cause : offline(host, 'the server did not answer, or something blocks it', cause);
  });
  if (response.ok) return response;
  await response.body?.cancel();
  if (response.status === 404 && notFound) throw notFound();
  const isPassing = response.status === 429 || response.status >= 500;
  throw new (isPassing ? PassingFailure : LabError)(
    'download-failed',
    `${host} answered ${response.status}${response.statusText ? ` ${response.statusText}` : ''}.`,
    isPassing
      ? 'The server is busy; try again in some minutes, or get the file in another way and drop it on the page.'
      : 'Get the file in another way and drop it on the page.',
  );
}

function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}

/** A connection that broke while the body came. */
export function brokeOff(url: string | URL, received: number, cause: unknown): PassingFailure {
  return new PassingFailure(
    'download-failed',
    `The connection to ${new URL(url).host} broke off after ${received} bytes.`,
    'Try again, or get the file in another way and drop it on the page.',
    { cause },
  );
}

function offline(host: string, because: string, cause?: unknown): PassingFailure {
  return new PassingFailure(
    'offline',
    `${host} cannot be reached: ${because}.`,
    'Sets that are stored here, files from this device and the synthetic sets work without a connection.',
    { cause },
  );
}
