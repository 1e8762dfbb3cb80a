import type { DatasetSummary } from '../../lab/dataset.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { costKey, measuredCosts, runSeconds, workOf } from '../../lab/run-cost.ts';
import type { BackendName } from '../../lab/run-record.ts';
import type { RunRow } from '../../storage/runs.ts';

/**
 * Seconds from Train to the end of a run on this device, from the latest runs of the same cost per image that were
 * measured here; null when there are none.
 */
export function estimateSeconds(
  rows: readonly RunRow[],
  recipe: Recipe,
  dataset: DatasetSummary,
  backend: BackendName,
  imagesPerEpoch: number,
): number | null {
  const cost = measuredCosts(rows).get(costKey(recipe, dataset, backend));
  return cost ? runSeconds(cost, workOf(recipe, dataset.counts, imagesPerEpoch)) : null;
}
