import { useDeferredValue, useEffect, useMemo } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { runNames } from '../../state/runs/names.ts';
import { readSeries, useRuns } from '../../state/runs/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import type { DrawnRun } from './run-curves.ts';

/**
 * The curves of these runs, read from storage where they are not here yet. They lag behind by a render, so that
 * drawing never holds up a click.
 */
export function useDrawnRuns(rows: readonly RunRow[]): readonly DrawnRun[] {
  const series = useRuns((state) => state.series);
  useEffect(() => {
    for (const row of rows) {
      if (!useRuns.getState().series[row.id]) {
        readSeries(row.id).catch((error: unknown) => showProblem(describeError(error)));
      }
    }
  }, [rows]);
  const drawn = useMemo(() => {
    const names = runNames(rows);
    return rows.flatMap((row) => {
      const curves = series[row.id];
      return curves ? [{ row, name: names.get(row.id) ?? row.id, series: curves }] : [];
    });
  }, [rows, series]);
  return useDeferredValue(drawn);
}
