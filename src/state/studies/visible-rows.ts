import { useMemo } from 'react';
import type { RunRow } from '../../storage/runs.ts';
import { useRuns } from '../runs/store.ts';
import { maskTests } from './mask-tests.ts';
import { useStudies } from './studies.ts';

function useMask(): (row: RunRow) => RunRow {
  const loaded = useStudies((state) => state.loaded);
  const studies = useStudies((state) => state.studies);
  const unreadable = useStudies((state) => state.unreadable);
  return useMemo(() => maskTests({ loaded, studies, unreadable }), [loaded, studies, unreadable]);
}

/** All runs as they may be shown: the test part of a study stays closed everywhere until it is opened there. */
export function useVisibleRows(): readonly RunRow[] {
  const rows = useRuns((state) => state.rows);
  const mask = useMask();
  return useMemo(() => rows.map(mask), [rows, mask]);
}

/** One run as it may be shown; without an id the latest. */
export function useVisibleRow(id: string | null): RunRow | undefined {
  const row = useRuns(({ rows }) => (id === null ? rows.at(-1) : rows.find((other) => other.id === id)));
  const mask = useMask();
  return row && mask(row);
}
