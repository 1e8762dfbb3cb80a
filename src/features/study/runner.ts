import { describeError } from '../../lab/lab-error.ts';
import { driftBetween, driftText } from '../../lab/study/drift.ts';
import { nextEntry, type StudyEntry, type StudyState } from '../../lab/study/study-state.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { continuesAfter, useKept } from '../runs/kept.ts';
import { findRow, readRecord, useRuns } from '../runs/store.ts';
import { continueRun, startRun, stopRun } from '../train/session.ts';
import { isTraining, useTrain } from '../train/store.ts';
import { changeStudy, expansionOf, findStudy, readStudies } from './store.ts';
import { useStudies } from './studies.ts';

/** Held by the one tab that trains studies, for as long as it lives. */
const LOCK = 'lab-studies';

/**
 * Begins to train the studies that are not paused, in this tab or, while another one does, as soon as that is closed.
 * Call once, after the stored runs have been read.
 */
export async function startStudies(): Promise<void> {
  const isFree = await new Promise<boolean>((answer) => {
    void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      return lock && ownStudies();
    });
  });
  if (isFree) return await owned;
  await readStudies(finishedRuns(), false);
  void navigator.locks.request(LOCK, ownStudies);
}

let resolveOwned: () => void = () => undefined;
/** Resolves when this tab has read the studies as their owner. */
const owned = new Promise<void>((resolve) => {
  resolveOwned = resolve;
});

/** Never resolves, so that the lock is let go only with the tab; the next one takes over. */
async function ownStudies(): Promise<never> {
  await readStudies(finishedRuns(), true);
  resolveOwned();
  drive();
  useStudies.subscribe(drive);
  useTrain.subscribe(drive);
  return await new Promise<never>(() => undefined);
}

function finishedRuns(): ReadonlySet<string> {
  return new Set(
    useRuns
      .getState()
      .rows.filter(({ status }) => status === 'finished')
      .map(({ id }) => id),
  );
}

let busy = false;

/** Trains the next run that waits, if nothing trains; called whenever that may have changed. */
function drive(): void {
  if (busy || isTraining()) return;
  for (const state of useStudies.getState().studies) {
    const entry = nextEntry(state);
    if (!entry) continue;
    busy = true;
    void trainEntry(state, entry).finally(() => {
      busy = false;
      drive();
    });
    return;
  }
}

async function trainEntry(state: StudyState, { key, runId: earlier }: StudyEntry): Promise<void> {
  const run = expansionOf(state.study).runs.find((planned) => planned.key === key)!;
  let runId: string;
  try {
    runId = (await goOn(earlier)) ?? (await startRun(run.recipe));
  } catch (thrown) {
    const error = describeError(thrown);
    // Without its data no run of the study can begin: it waits for them, instead of failing run by run.
    if (error.code === 'no-dataset') {
      changeStudy(state.id, { kind: 'paused' });
      showProblem(error);
    } else {
      changeStudy(state.id, { kind: 'failed', key, error });
    }
    return;
  }
  changeStudy(state.id, { kind: 'started', key, runId });
  const row = await ended(runId);
  if (row?.status === 'finished') {
    changeStudy(state.id, { kind: 'finished', key, runId });
  } else if (row?.error) {
    changeStudy(state.id, { kind: 'failed', key, error: row.error });
  } else {
    // Stopped by hand, or deleted: the person wants no more for now.
    changeStudy(state.id, { kind: 'interrupted', key });
    changeStudy(state.id, { kind: 'paused' });
  }
}

/** Goes on with a run that was cut off; null where that cannot be, and it has to be trained anew. */
async function goOn(id: string | null): Promise<string | null> {
  const row = id === null ? undefined : findRow(id);
  if (!row || continuesAfter(row, useKept.getState()) === null) return null;
  try {
    return await continueRun(row.id);
  } catch (error) {
    if (describeError(error).code === 'cannot-continue') return null;
    throw error;
  }
}

/** The row of a run when it has ended; undefined if it was deleted. */
function ended(id: string): Promise<RunRow | undefined> {
  return new Promise((resolve) => {
    const check = () => {
      const row = findRow(id);
      if (row?.status === 'running' || row?.status === 'paused') return false;
      resolve(row);
      return true;
    };
    if (check()) return;
    const stop = useRuns.subscribe(() => {
      if (check()) stop();
    });
  });
}

/**
 * Trains the recipe of a finished run again, outside any study, and says how far the two are apart.
 *
 * @throws LabError when it cannot begin
 */
export async function replayRun(id: string): Promise<string> {
  const original = await readRecord(id);
  const row = await ended(await startRun(original.recipe));
  if (row?.status !== 'finished') return 'The replay did not reach its end.';
  return driftText(driftBetween(original, await readRecord(row.id)));
}

/** Pauses the queue; the run under way goes on to its end. */
export function pauseStudy(id: string): void {
  changeStudy(id, { kind: 'paused' });
}

/** Goes on with the queue; other studies wait meanwhile. */
export function resumeStudy(id: string): void {
  for (const other of useStudies.getState().studies) {
    if (other.id !== id && !other.paused) changeStudy(other.id, { kind: 'paused' });
  }
  changeStudy(id, { kind: 'resumed' });
}

/** Ends the run under way at once and pauses; it goes on from the state that is kept of it, if any. */
export async function stopStudy(id: string): Promise<void> {
  changeStudy(id, { kind: 'paused' });
  if (findStudy(id)?.entries.some(({ status }) => status === 'running')) await stopRun();
}
