import { useMemo } from 'react';
import type { RunRow } from '../../storage/runs.ts';
import { useView } from '../view/view.ts';
import { useRuns } from './store.ts';

/** The runs that are drawn, by the address; without a choice the latest one. */
export function useShownRuns(): readonly RunRow[] {
  const rows = useRuns((state) => state.rows);
  const { runs } = useView();
  return useMemo(() => {
    if (runs === null) return rows.slice(-1);
    return rows.filter((row) => runs.includes(row.id));
  }, [rows, runs]);
}
