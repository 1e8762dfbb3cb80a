import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { ScoredRun } from '../../lab/study/scored-run.ts';
import { scoreRun } from '../../lab/study/scored-run.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { findRow, readPredictions } from '../runs/store.ts';

/** Runs whose predictions have been read and ranked, by run id; null for one that has none. */
const useScored = create<Readonly<Record<string, ScoredRun | null>>>(() => ({}));

const reading = new Set<string>();

async function readScored(id: string): Promise<void> {
  if (reading.has(id) || id in useScored.getState()) return;
  reading.add(id);
  try {
    const row = findRow(id);
    const predictions = await readPredictions(id);
    useScored.setState({ [id]: row && predictions ? scoreRun(row, predictions) : null });
  } finally {
    reading.delete(id);
  }
}

/** The finished runs of a study by key, as far as they have been read. */
export function useScoredRuns({ entries }: StudyState): ReadonlyMap<string, ScoredRun> {
  const scored = useScored();
  const finished = useMemo(
    () =>
      entries.flatMap(({ key, status, runId }) => (status === 'finished' && runId ? [{ key, runId }] : [])),
    [entries],
  );
  useEffect(() => {
    for (const { runId } of finished) void readScored(runId);
  }, [finished]);
  return useMemo(
    () =>
      new Map(
        finished.flatMap(({ key, runId }) => {
          const run = scored[runId];
          return run ? [[key, run] as const] : [];
        }),
      ),
    [finished, scored],
  );
}
