import { useMemo } from 'react';
import type { RunRow } from '../../storage/runs.ts';
import { useRuns } from '../runs/store.ts';
import { closedRuns, useStudies } from './studies.ts';

/** The same row without its test scores, made once: lists are drawn anew only where a row is another object. */
const masked = new WeakMap<RunRow, RunRow>();

function withoutTest(row: RunRow): RunRow {
  if (!row.summary?.test) return row;
  let without = masked.get(row);
  if (!without) {
    without = { ...row, summary: { ...row.summary, test: null } };
    masked.set(row, without);
  }
  return without;
}

/** All runs as they may be shown: the test part of a study stays closed everywhere until it is opened there. */
export function useVisibleRows(): readonly RunRow[] {
  const rows = useRuns((state) => state.rows);
  const studies = useStudies((state) => state.studies);
  return useMemo(() => {
    const closed = closedRuns(studies);
    return closed.size === 0 ? rows : rows.map((row) => (closed.has(row.id) ? withoutTest(row) : row));
  }, [rows, studies]);
}
