import { showNote } from '../../ui/notify.tsx';
import { keptWeights } from '../../worker/client/trained-models.ts';
import type { KeptWeights } from '../../worker/protocol-model-jobs.ts';
import { createDrawnInSlices } from '../drawn-in-slices.ts';

/** The weights that are kept of runs, by their id: those can be asked what a trained model knows. Null until it is read. */
export const useKeptWeights = createDrawnInSlices<{
  readonly byRun: Readonly<Record<string, KeptWeights>> | null;
}>(() => ({ byRun: null }));

let isAsked = false;

/** Reads whose weights are kept. A browser that keeps nothing has none. */
export async function readKeptWeights(): Promise<void> {
  isAsked = true;
  const kept = await keptWeights().catch(() => []);
  useKeptWeights.setState({ byRun: Object.fromEntries(kept.map((weights) => [weights.id, weights])) });
}

/** After a change: while nobody has asked for them, a run that trains is spared the reading. */
export async function rereadKeptWeights(): Promise<void> {
  if (isAsked) await readKeptWeights();
}

let isLetGoTold = false;

/** Tells it once: in a long study every run may make room for itself. */
export function tellLetGo(runs: readonly string[]): void {
  void rereadKeptWeights();
  if (isLetGoTold) return;
  isLetGoTold = true;
  const whose = runs.length === 1 ? 'an older run' : `${runs.length} older runs`;
  showNote(`The trained weights of ${whose} made room for new ones. Curves and results stay.`);
}
