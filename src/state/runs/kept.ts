import type { RunStatus } from '../../lab/run-record.ts';
import type { RunRow } from '../../storage/runs.ts';
import { lab } from '../../worker/client/lab.ts';
import { createDrawnInSlices } from '../drawn-in-slices.ts';

/** Epochs up to which the state of a run is kept, by its id: from there it can go on. */
export const useKept = createDrawnInSlices<Readonly<Record<string, number>>>(() => ({}));

/** Those that ended before their end. */
const CUT_OFF: ReadonlySet<RunStatus> = new Set(['interrupted', 'stopped', 'failed']);

/** Reads what is kept; what is left of runs that are finished is removed. A browser that keeps nothing has nothing. */
export async function readKept(rows: readonly RunRow[]): Promise<void> {
  try {
    const finished = new Set(rows.filter(({ status }) => status === 'finished').map(({ id }) => id));
    const states = await lab.keptStates();
    useKept.setState(
      Object.fromEntries(
        states.filter(({ id }) => !finished.has(id)).map(({ id, epochsDone }) => [id, epochsDone]),
      ),
    );
    for (const { id } of states) if (finished.has(id)) await lab.dropState(id);
  } catch {
    // No run can go on then; told when the next one trains.
  }
}

export function noteKept(id: string, epochsDone: number): void {
  useKept.setState({ [id]: epochsDone });
}

/** Forgets the state of a run that needs none any more. */
export async function dropKept(id: string): Promise<void> {
  if (takeKept(id) !== null) await lab.dropState(id).catch(() => undefined);
}

/** No run of this id can go on from now; says after how many epochs it could, null: it could not. */
export function takeKept(id: string): number | null {
  const epochsDone = useKept.getState()[id];
  if (epochsDone === undefined) return null;
  useKept.setState(({ [id]: _gone, ...others }) => others, true);
  return epochsDone;
}

/**
 * The epochs after which a run would go on; null where it cannot, or need not. The same steps would diverge again.
 *
 * @param kept the state of {@link useKept}
 */
export function continuesAfter(
  { id, status, error }: Pick<RunRow, 'id' | 'status' | 'error'>,
  kept: Readonly<Record<string, number>>,
): number | null {
  return CUT_OFF.has(status) && error?.code !== 'diverged' ? (kept[id] ?? null) : null;
}
