import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { asSealed, type Seals } from '../../lab/seal/test-seal.ts';
import type { ScoredRun } from '../../lab/study/scored-run.ts';
import { scoreRunWork } from '../../lab/study/scored-run.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { inSlices } from '../results/in-slices.ts';
import { findRow, readPredictions } from '../runs/store.ts';
import { useSeals } from '../seal/store.ts';

/** Runs whose predictions have been read and ranked, by run id; null for one that has none. */
const useScored = create<Readonly<Record<string, ScoredRun | null>>>(() => ({}));

const reading = new Set<string>();

/** What was read once is kept for all that shows it. */
const TO_THE_END = new AbortController().signal;

/**
 * Reads and ranks runs one by one, in steps between which the page has its turn, and shows them together: the study is analysed anew each
 * time that some are shown.
 */
async function readScored(ids: readonly string[]): Promise<void> {
  const known = useScored.getState();
  const wanted = ids.filter((id) => !reading.has(id) && !(id in known));
  if (wanted.length === 0) return;
  const read: Record<string, ScoredRun | null> = {};
  for (const id of wanted) reading.add(id);
  try {
    for (const id of wanted) {
      read[id] = await readOne(id);
    }
  } finally {
    for (const id of wanted) reading.delete(id);
    useScored.setState(read);
  }
}

/** Null where there is nothing to score, or nothing that can be read: the others are scored all the same. */
async function readOne(id: string): Promise<ScoredRun | null> {
  const row = findRow(id);
  const predictions = await readPredictions(id).catch(() => null);
  return row && predictions ? inSlices(scoreRunWork(row, predictions), TO_THE_END) : null;
}

/** Runs by id, as far as they have been read: those without predictions have nothing to be scored by. */
export function useScoredById(ids: readonly string[]): ReadonlyMap<string, ScoredRun> {
  const scored = useScored();
  useEffect(() => {
    void readScored(ids);
  }, [ids]);
  return useMemo(
    () =>
      new Map(
        ids.flatMap((id) => {
          const run = scored[id];
          return run ? [[id, run] as const] : [];
        }),
      ),
    [ids, scored],
  );
}

/** The run without its test score where that is sealed, made once. */
function sealedRun(seals: Seals, run: ScoredRun): ScoredRun {
  const record = asSealed(seals, run.record);
  if (record === run.record) return run;
  let sealed = sealedRuns.get(run);
  if (!sealed) {
    sealed = { ...run, record, test: null };
    sealedRuns.set(run, sealed);
  }
  return sealed;
}
const sealedRuns = new WeakMap<ScoredRun, ScoredRun>();

/** The finished runs of a study by key, as far as they have been read. */
export function useScoredRuns({ entries }: StudyState): ReadonlyMap<string, ScoredRun> {
  const scored = useScored();
  const seals = useSeals();
  const finished = useMemo(
    () =>
      entries.flatMap(({ key, status, runId }) => (status === 'finished' && runId ? [{ key, runId }] : [])),
    [entries],
  );
  useEffect(() => {
    void readScored(finished.map(({ runId }) => runId));
  }, [finished]);
  return useMemo(
    () =>
      new Map(
        finished.flatMap(({ key, runId }) => {
          const run = scored[runId];
          return run ? [[key, sealedRun(seals, run)] as const] : [];
        }),
      ),
    [finished, scored, seals],
  );
}
