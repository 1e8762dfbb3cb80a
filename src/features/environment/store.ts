import { create } from 'zustand';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import type { BackendName } from '../../lab/run-record.ts';
import { lab } from '../../worker/client/lab.ts';
import type { Environment } from '../../worker/protocol.ts';

interface EnvironmentState {
  /** Null until the worker has looked around. */
  readonly environment: Environment | null;
  readonly error: LabErrorDescription | null;
  readonly changing: boolean;
  /** What the person chose; a rebuilt worker is told again. */
  readonly wanted: BackendName | null;
}

export const useEnvironment = create<EnvironmentState>(() => ({
  environment: null,
  error: null,
  changing: false,
  wanted: null,
}));

/** Asks the worker what it runs on; it starts if it was not running. */
export async function readEnvironment(): Promise<Environment> {
  return await settle(() => lab.environment());
}

/** `null` lets the lab choose. */
export async function chooseBackend(name: BackendName | null): Promise<Environment> {
  useEnvironment.setState({ wanted: name });
  return await settle(() => lab.useBackend(name));
}

/** A rebuilt worker has forgotten the person's choice of backend. */
export async function restoreBackend(): Promise<void> {
  const { wanted } = useEnvironment.getState();
  await (wanted === null ? readEnvironment() : chooseBackend(wanted));
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
