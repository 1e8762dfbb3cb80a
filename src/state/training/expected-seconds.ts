import type { DatasetSummary } from '../../lab/dataset.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { BackendName } from '../../lab/run-record.ts';
import type { RunRow } from '../../storage/runs.ts';
import type { BalancePreview } from '../../worker/protocol.ts';
import { estimateSeconds } from './estimate.ts';

/**
 * Seconds that the recipe of the form would train here.
 *
 * @param counts of an epoch; null where they are not known yet
 * @returns null where no run like it was measured
 */
export function expectedSeconds(
  rows: readonly RunRow[],
  recipe: Recipe,
  dataset: DatasetSummary,
  backend: BackendName,
  counts: BalancePreview | null,
): number | null {
  // Multi-label sets count every label, so their epoch is the training part itself.
  const images =
    dataset.task === 'multi-label' || !counts
      ? dataset.counts.train
      : counts.after.reduce((sum, count) => sum + count, 0);
  return estimateSeconds(rows, recipe, dataset, backend, images);
}
