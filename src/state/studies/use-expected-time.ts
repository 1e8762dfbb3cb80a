import type { DatasetSummary } from '../../lab/dataset.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { type ExpectedTime, expectedTime } from '../../lab/study/expected-time.ts';
import { useData } from '../data/store.ts';
import { useEnvironment } from '../environment/store.ts';
import { useRuns } from '../runs/store.ts';

/** How long these recipes take on this device, by what was trained here before. */
export function useExpectedTime(recipes: readonly Recipe[]): ExpectedTime | null {
  const rows = useRuns((state) => state.rows);
  const current = useData((state) => state.dataset);
  const backend = useEnvironment((state) => state.environment?.backend.name);
  if (!backend) return null;
  const datasets = new Map<string, DatasetSummary>();
  for (const { dataset, recipe } of rows) {
    // A run on a part of the data has the counts of that part.
    if (recipe.protocol.trainFraction === 1 && !recipe.pitfalls.leakySplit)
      datasets.set(dataset.key, dataset);
  }
  if (current) datasets.set(current.key, current);
  return expectedTime(recipes, rows, datasets, backend);
}
