import { LabError } from '../../lab/lab-error.ts';
import { predictionsCsv } from '../../lab/results/predictions-csv.ts';
import type { RunRow } from '../../storage/runs.ts';
import { readShownPredictions } from './shown-predictions.ts';

/**
 * What a run said of each image, as CSV.
 *
 * @param row as it may be shown: rows of a test part that is sealed are not in it
 * @throws LabError `bad-run` where its predictions are not kept
 */
export async function predictionsCsvOf(row: RunRow): Promise<string> {
  const predictions = await readShownPredictions(row);
  if (predictions?.val || predictions?.test) return predictionsCsv(predictions, row.dataset, row.recipe);
  throw new LabError(
    'bad-run',
    'The predictions of this run are not kept: it came as a record, or ended before it was scored.',
    'Its curve is kept. Train its recipe again to have them.',
  );
}
