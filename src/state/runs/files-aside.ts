import { bringRunBack, setRunAside } from '../../worker/client/trained-models.ts';
import { noteKept, takeKept } from './kept.ts';
import { rereadKeptWeights } from './kept-weights.ts';

/**
 * Takes what is kept of a run beside its row out of use: its state, its weights, and what was worked out with them.
 *
 * @returns the way back; after a minute they are removed for good, and it brings nothing
 */
export async function setFilesAside(id: string): Promise<() => Promise<void>> {
  const epochs = takeKept(id);
  await setRunAside(id);
  await rereadKeptWeights();
  return async () => {
    await bringRunBack(id);
    if (epochs !== null) noteKept(id, epochs);
    await rereadKeptWeights();
  };
}
