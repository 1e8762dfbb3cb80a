import type { Seals } from '../../lab/seal/test-seal.ts';
import { isOpenFor } from '../../lab/seal/test-seal.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import type { TestOpening } from '../../lab/study/test-opening.ts';
import type { RunRow } from '../../storage/runs.ts';
import { useRuns } from '../runs/store.ts';
import { openTests, useSeals } from '../seal/store.ts';
import { requestChange } from './ask.ts';
import { useStudies } from './studies.ts';

/** How often the test part of a study was opened; where the device keeps all open, that too. */
export function openingsOf(
  { openings, entries }: StudyState,
  { keptOpenSince }: Seals,
): readonly TestOpening[] {
  if (openings.length > 0 || keptOpenSince === null) return openings;
  const runs = entries.filter(({ status }) => status === 'finished').length;
  return [{ at: keptOpenSince, runs, kept: true }];
}

export function useOpenings(state: StudyState): readonly TestOpening[] {
  return openingsOf(state, useSeals());
}

/** Opens the test part for the finished runs of a study. */
export function openStudyTests({ id, entries }: Pick<StudyState, 'id' | 'entries'>): void {
  const at = Date.now();
  void openTests(rowsOf(entries), at);
  requestChange(id, { kind: 'test-opened', at });
}

/** Opens the test part of a set for all its runs; with it, studies of which nothing is sealed any more. */
export function openSetTests(fingerprint: string): void {
  const at = Date.now();
  const rows = useRuns
    .getState()
    .rows.filter((row) => row.dataset.fingerprint === fingerprint && hasTest(row));
  void openTests(rows, at);
  const seals = useSeals.getState();
  const opened = new Set(rows.map(({ id }) => id));
  for (const { id, entries } of useStudies.getState().studies) {
    const own = rowsOf(entries);
    const isTouched = own.some((row) => opened.has(row.id));
    if (isTouched && own.every((row) => isOpenFor(seals, row)))
      requestChange(id, { kind: 'test-opened', at });
  }
}

const hasTest = ({ summary }: RunRow) => summary?.test != null;

function rowsOf(entries: StudyState['entries']): readonly RunRow[] {
  const ids = new Set(entries.flatMap(({ runId }) => runId ?? []));
  return useRuns.getState().rows.filter((row) => ids.has(row.id) && hasTest(row));
}

/** A study that ranks by test, which is a pitfall, shows the scores of its runs as they come: each is looked at. */
export function followRankingByTest(): void {
  const look = () => {
    const seals = useSeals.getState();
    if (!seals.isKnown) return;
    const byTest = useStudies.getState().studies.filter(({ study }) => study.rankBy === 'test');
    const unseen = byTest.flatMap(({ entries }) => rowsOf(entries)).filter((row) => !isOpenFor(seals, row));
    if (unseen.length > 0) void openTests(unseen);
  };
  useStudies.subscribe(look);
  useSeals.subscribe(look);
  look();
}
