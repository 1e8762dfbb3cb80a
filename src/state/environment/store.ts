import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import type { BackendName } from '../../lab/run-record.ts';
import { lab } from '../../worker/client/lab.ts';
import type { Environment } from '../../worker/protocol.ts';
import { createDrawnInSlices } from '../drawn-in-slices.ts';

interface EnvironmentState {
  /** Null until the worker has looked around. */
  readonly environment: Environment | null;
  readonly error: LabErrorDescription | null;
  readonly changing: boolean;
  /** What the person chose; a rebuilt worker is told again. */
  readonly wanted: BackendName | null;
  /** Threads of the SIMD backend, kept for the next visit; null: one for each logical processor. */
  readonly threads: number | null;
}

const STORAGE_KEY = 'lab-threads';

export const useEnvironment = createDrawnInSlices<EnvironmentState>(() => ({
  environment: null,
  error: null,
  changing: false,
  wanted: null,
  threads: lastThreads(),
}));

/** Asks the worker what it runs on; it starts if it was not running. */
export async function readEnvironment(): Promise<Environment> {
  return await settle(() => lab.environment());
}

/** @param name `null` lets the lab choose */
export async function chooseBackend(
  name: BackendName | null,
  threads: number | null = useEnvironment.getState().threads,
): Promise<Environment> {
  const environment = await settle(() => lab.useBackend(name, threads));
  useEnvironment.setState({ wanted: name, threads });
  rememberThreads(threads);
  return environment;
}

/** A new worker knows nothing of the person's choices. */
export async function restoreBackend(): Promise<Environment> {
  const { wanted, threads } = useEnvironment.getState();
  return await (wanted === null && threads === null ? readEnvironment() : chooseBackend(wanted, threads));
}

function lastThreads(): number | null {
  try {
    const threads = Number(localStorage.getItem(STORAGE_KEY));
    return Number.isInteger(threads) && threads > 0 ? threads : null;
  } catch {
    return null;
  }
}

function rememberThreads(threads: number | null): void {
  try {
    if (threads === null) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, String(threads));
  } catch {
    // Storage is full or switched off: the next visit uses all processors again.
  }
}

async function settle(ask: () => Promise<Environment>): Promise<Environment> {
  useEnvironment.setState({ changing: true, error: null });
  try {
    const environment = await ask();
    useEnvironment.setState({ environment, changing: false });
    return environment;
  } catch (error) {
    useEnvironment.setState({ error: describeError(error), changing: false });
    throw error;
  }
}
