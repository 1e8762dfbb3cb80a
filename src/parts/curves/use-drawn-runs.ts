import { useDeferredValue, useEffect, useMemo } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import type { RunMark } from '../../state/runs/letters.ts';
import { lineNames } from '../../state/runs/names.ts';
import { readSeries, useRuns } from '../../state/runs/store.ts';
import { useMarks } from '../../state/runs/use-shown-runs.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import type { DrawnRun } from './run-curves.ts';

/** Of a run that is drawn by itself, without being ticked. */
const UNMARKED: RunMark = { letter: '', colour: null };

/**
 * The curves of these runs, read from storage where they are not here yet. They lag behind by a render, so that
 * drawing never holds up a click.
 *
 * @param ghost id of the run that the others are to beat, if there is one
 */
export function useDrawnRuns(rows: readonly RunRow[], ghost: string | null = null): readonly DrawnRun[] {
  const series = useRuns((state) => state.series);
  const marks = useMarks();
  useEffect(() => {
    for (const row of rows) {
      if (!useRuns.getState().series[row.id]) {
        readSeries(row.id).catch((error: unknown) => showProblem(describeError(error)));
      }
    }
  }, [rows]);
  const drawn = useMemo(() => {
    const names = lineNames(rows);
    return rows.flatMap((row) => {
      const curves = series[row.id];
      const name = names.get(row.id) ?? row.id;
      const isGhost = row.id === ghost && rows.length > 1;
      return curves ? [{ row, name, mark: marks.get(row.id) ?? UNMARKED, series: curves, isGhost }] : [];
    });
  }, [rows, series, marks, ghost]);
  return useDeferredValue(drawn);
}
