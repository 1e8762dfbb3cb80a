import { useEffect, useMemo } from 'react';
import type { DeviceReport } from '../../lab/bench/device-report.ts';
import { stepPrice } from '../../lab/bench/step-speed.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { takesValApart } from '../../lab/recipe/protocol.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { costShape } from '../../lab/run-cost.ts';
import type { BackendName } from '../../lab/run-record.ts';
import { type ExpectedTime, expectedTime } from '../../lab/study/expected-time.ts';
import type { RunRow } from '../../storage/runs.ts';
import { readLastReport, useReport } from '../bench/report.ts';
import { useData } from '../data/store.ts';
import { useEnvironment } from '../environment/store.ts';
import { useRuns } from '../runs/store.ts';

/** What is known of this device and its data. */
interface Known {
  readonly rows: readonly RunRow[];
  readonly loaded: DatasetSummary | null;
  readonly backend: BackendName | undefined;
  readonly report: DeviceReport | null;
}

/**
 * How long these recipes take on this device, by what was trained here before, else by what the bench has measured, else by
 * what was trained here of another kind; null
 * before it is known what computes.
 *
 * @param recipes worked out anew where it is another list
 */
export function useExpectedTime(recipes: readonly Recipe[]): ExpectedTime | null {
  const rows = useRuns((state) => state.rows);
  const loaded = useData((state) => state.dataset);
  const backend = useEnvironment((state) => state.environment?.backend.name);
  const report = useReport((state) => state.report);
  useEffect(() => void readLastReport(), []);
  // The epochs of a large set are planned for it: not with each drawing.
  return useMemo(
    () => expectedBy(recipes, { rows, loaded, backend, report }),
    [recipes, rows, loaded, backend, report],
  );
}

/** The same, once. */
export function expectedNow(recipes: readonly Recipe[]): ExpectedTime | null {
  return expectedBy(recipes, {
    rows: useRuns.getState().rows,
    loaded: useData.getState().dataset,
    backend: useEnvironment.getState().environment?.backend.name,
    report: useReport.getState().report,
  });
}

function expectedBy(
  recipes: readonly Recipe[],
  { rows, loaded, backend, report }: Known,
): ExpectedTime | null {
  if (!backend) return null;
  const datasets = new Map<string, DatasetSummary>();
  for (const { dataset, recipe } of rows) {
    // A run on a part of the data has the counts of that part.
    if (recipe.protocol.trainFraction === 1 && !takesValApart(recipe)) datasets.set(dataset.key, dataset);
  }
  if (loaded) datasets.set(loaded.key, loaded);
  return expectedTime(recipes, rows, datasets, backend, (recipe, size) =>
    report ? stepPrice(report, backend, costShape(recipe, size), size.size) : null,
  );
}
