import type { DatasetSummary } from '../../lab/dataset.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { imagesTrained, stepsTrained } from '../../lab/recipe/run-length.ts';
import { costKey } from '../../lab/run-cost.ts';
import type { BackendName } from '../../lab/run-record.ts';
import type { RunRow } from '../../storage/runs.ts';

/**
 * Seconds that a run will take on this device, from the latest run of the same cost per image that was measured here;
 * null when there is none. The measured time includes evaluation, which grows with the set as training does.
 */
export function estimateSeconds(
  rows: readonly RunRow[],
  recipe: Recipe,
  dataset: DatasetSummary,
  backend: BackendName,
  imagesPerEpoch: number,
): number | null {
  const key = costKey(recipe, dataset, backend);
  const measured = rows.findLast(
    (row) =>
      row.summary !== null &&
      row.summary.epochs > 0 &&
      row.summary.seconds > 0 &&
      costKey(row.recipe, row.dataset, row.backend) === key,
  );
  if (!measured?.summary) return null;
  const { summary, stepsPerEpoch, recipe: before } = measured;
  const images = stepsTrained({ recipe: before, stepsPerEpoch }, summary) * before.batch;
  return (summary.seconds / images) * imagesTrained(recipe, imagesPerEpoch);
}
