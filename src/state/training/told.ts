import type { RunRow } from '../../storage/runs.ts';
import type { TrainState } from './store.ts';

/** What the run that trains has told by now, which the page shows with its next beat: scripts ask for it. */
export interface Told {
  readonly row: RunRow;
  readonly standing: Partial<TrainState>;
  /** Epoch whose state is kept; null: none, as far as this page was told. */
  readonly keptEpochs: number | null;
}

let latest: Told | null = null;

export function noteTold(told: Told | null): void {
  latest = told;
}

/** Null where the run does not train here. */
export function toldOf(id: string): Told | null {
  return latest?.row.id === id ? latest : null;
}
