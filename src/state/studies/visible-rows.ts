import { useMemo } from 'react';
import { asSealed } from '../../lab/seal/test-seal.ts';
import type { RunRow } from '../../storage/runs.ts';
import { useRuns } from '../runs/store.ts';
import { useSeals } from '../seal/store.ts';

/** All runs as they may be shown: without the test scores of those whose set is sealed for them. */
export function useVisibleRows(): readonly RunRow[] {
  const rows = useRuns((state) => state.rows);
  const seals = useSeals();
  return useMemo(() => rows.map((row) => asSealed(seals, row)), [rows, seals]);
}

/** One run as it may be shown; without an id the latest. */
export function useVisibleRow(id: string | null): RunRow | undefined {
  const row = useRuns(({ rows }) => (id === null ? rows.at(-1) : rows.find((other) => other.id === id)));
  const seals = useSeals();
  return row && asSealed(seals, row);
}
