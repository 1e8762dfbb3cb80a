import pRetry from 'p-retry';
import type { LoadProgress } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';
import { orCancelled } from '../cancellation.ts';
import type { LoadContext } from '../source.ts';
import { GIVEN_UP_AFTER, Line, Silence } from './silence.ts';

/** A failure that may pass by itself: no connection, an overloaded server. */
export class PassingFailure extends LabError {}

/** Waits 1, 2, 4 and 8 seconds (times a random factor of 1 to 2, so that a class of students does not knock as one). */
const BACK_OFF = { retries: 4, minTimeout: 1000, factor: 2, randomize: true } as const;

/** A server that answers may be free in half a minute; one that is not reached is given up after two more attempts. */
const RETRIES_UNREACHED = 2;

/** One attempt, for as long as something comes. */
export interface Attempt extends Pick<LoadContext, 'onProgress'> {
  /** Aborted by who cancels, and where nothing has come for too long. */
  readonly signal: AbortSignal;
  readonly line: Line;
}

/**
 * Tries again, after growing pauses, while it fails with {@link PassingFailure}. Who is offline from the first is told at
 * once. Where nothing comes, `onProgress` is told whom the load waits for, and some seconds later it is given up.
 *
 * @param line shared by all that is asked of the server at once
 * @throws LabError: `cancelled` at once when the signal is aborted, else the last failure
 */
export async function retrying<Result>(
  url: string | URL,
  attempt: (attempt: Attempt) => Promise<Result>,
  { signal, onProgress }: Pick<LoadContext, 'signal' | 'onProgress'>,
  line = new Line(),
): Promise<Result> {
  const { host } = new URL(url);
  let shown: LoadProgress = { stage: 'downloading', done: 0, total: null };
  /** Attempts, one after the other, that reached nobody. */
  let unreached = 0;
  const silence = new Silence(line, (isSilent) =>
    onProgress(isSilent ? { ...shown, waitsFor: host } : shown),
  );
  const once = {
    line,
    signal: AbortSignal.any([signal, silence.tooLong]),
    onProgress: (progress: LoadProgress) => {
      shown = progress;
      onProgress(progress);
    },
  };
  try {
    return await pRetry(
      () => {
        silence.listen(unreached === 0);
        return attempt(once);
      },
      {
        ...BACK_OFF,
        signal: once.signal,
        onFailedAttempt: ({ error }) => {
          unreached = isAnswer(error) ? 0 : unreached + 1;
          silence.pause();
        },
        shouldRetry: ({ error, attemptNumber }) =>
          error instanceof PassingFailure &&
          !once.signal.aborted &&
          !(attemptNumber === 1 && isOffline()) &&
          unreached <= RETRIES_UNREACHED,
      },
    );
  } catch (error) {
    throw silence.tooLong.aborted && !signal.aborted ? silent(host, error) : orCancelled(error, signal);
  } finally {
    silence.end();
  }
}

/** Of a server that was reached. */
function isAnswer(error: Error): boolean {
  return error instanceof LabError && error.code === 'download-failed';
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
  { signal, line }: Attempt,
  notFound?: () => LabError,
): Promise<Response> {
  const { host } = new URL(url);
  if (isOffline()) throw offline(host, 'this device is offline');
  const response = await line.hear(fetch(url, { signal, cache: 'no-store' })).catch((cause: unknown) => {
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

function silent(host: string, cause: unknown): LabError {
  return new LabError(
    'offline',
    `${host} has sent nothing for ${GIVEN_UP_AFTER} seconds.`,
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
