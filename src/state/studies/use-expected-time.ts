import { stepPrice } from '../../lab/bench/step-speed.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { takesValApart } from '../../lab/recipe/protocol.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { type ExpectedTime, expectedTime } from '../../lab/study/expected-time.ts';
import { useBench } from '../bench/store.ts';
import { useData } from '../data/store.ts';
import { useEnvironment } from '../environment/store.ts';
import { useRuns } from '../runs/store.ts';

/** How long these recipes take on this device, by what was trained here before, else by what the bench has measured. */
export function useExpectedTime(recipes: readonly Recipe[]): ExpectedTime | null {
  const rows = useRuns((state) => state.rows);
  const current = useData((state) => state.dataset);
  const backend = useEnvironment((state) => state.environment?.backend.name);
  const report = useBench((state) => state.report);
  if (!backend) return null;
  const datasets = new Map<string, DatasetSummary>();
  for (const { dataset, recipe } of rows) {
    // A run on a part of the data has the counts of that part.
    if (recipe.protocol.trainFraction === 1 && !takesValApart(recipe)) datasets.set(dataset.key, dataset);
  }
  if (current) datasets.set(current.key, current);
  return expectedTime(recipes, rows, datasets, backend, (recipe, { dims, size, channels }) => {
    if (!report) return null;
    // Slices of a volume are channels of an image.
    const isFlat = dims === 2 || recipe.volume === 'slices';
    const input = { dims: isFlat ? 2 : 3, channels: isFlat && dims === 3 ? size : channels } as const;
    return stepPrice(
      report,
      backend,
      { ...input, model: recipe.model, stem: recipe.stem, width: recipe.width },
      size,
    );
  });
}
