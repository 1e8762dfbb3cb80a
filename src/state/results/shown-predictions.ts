import type { RunPredictions, RunRow } from '../../storage/runs.ts';
import { readPredictions } from '../runs/store.ts';

/**
 * What a run said of the images, as its row may show it: of the test part only where the row has test scores, see
 * useVisibleRows. Whatever shows single images or figures of a part reads them here.
 */
export async function readShownPredictions(row: RunRow): Promise<RunPredictions | null> {
  const predictions = await readPredictions(row.id);
  return predictions && { ...predictions, test: row.summary?.test ? predictions.test : null };
}
