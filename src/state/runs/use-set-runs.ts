import { useMemo } from 'react';
import type { RunRow } from '../../storage/runs.ts';
import { useData } from '../data/store.ts';
import { useVisibleRows } from '../studies/visible-rows.ts';
import { useShownRuns } from './use-shown-runs.ts';

export interface SetRuns {
  readonly runs: readonly RunRow[];
  /** Ticked runs that are on other sets, and not among them. */
  readonly elsewhere: number;
}

/**
 * The runs that speak of the loaded set: the ticked ones that are on it, else its latest. Beside images of one set the
 * curves of another would be taken for theirs.
 */
export function useSetRuns(): SetRuns {
  const shown = useShownRuns();
  const rows = useVisibleRows();
  const key = useData((state) => state.dataset?.key);
  return useMemo(() => setRuns(shown, rows, key), [shown, rows, key]);
}

/** @param key of the loaded set; undefined while there is none, and every run is shown */
export function setRuns(shown: readonly RunRow[], rows: readonly RunRow[], key: string | undefined): SetRuns {
  if (key === undefined) return { runs: shown, elsewhere: 0 };
  const own = shown.filter(({ dataset }) => dataset.key === key);
  const elsewhere = shown.length - own.length;
  if (own.length > 0 || elsewhere === 0) return { runs: own, elsewhere };
  const latest = rows.findLast(({ dataset }) => dataset.key === key);
  return { runs: latest ? [latest] : [], elsewhere };
}
