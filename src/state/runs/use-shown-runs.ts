import { useMemo } from 'react';
import type { RunRow } from '../../storage/runs.ts';
import { useVisibleRows } from '../studies/visible-rows.ts';
import { useView } from '../view/view.ts';

/** The runs that are drawn, by the address; without a choice the latest one. */
export function useShownRuns(): readonly RunRow[] {
  const rows = useVisibleRows();
  const { runs } = useView();
  return useMemo(() => {
    if (runs === null) return rows.slice(-1);
    return rows.filter((row) => runs.includes(row.id));
  }, [rows, runs]);
}
