import { describeError } from '../../lab/lab-error.ts';
import { driftBetween, driftText } from '../../lab/study/drift.ts';
import { nextEntry, type StudyEntry, type StudyState } from '../../lab/study/study-state.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { continuesAfter, useKept } from '../runs/kept.ts';
import { findRow, readRecord, untilReleased, useRuns } from '../runs/store.ts';
import { tellTabs } from '../tabs/channel.ts';
import { continueRun, startRun, stopRun } from '../training/session.ts';
import { isTraining } from '../training/store.ts';
import { changeStudy, expansionOf, isCurrent } from './store.ts';
import { useStudies } from './studies.ts';

/** The study that trains now. */
let training: string | null = null;

/** Trains the next run that waits, if nothing trains; called whenever that may have changed. */
export function drive(): void {
  if (training !== null || isTraining()) return;
  for (const state of useStudies.getState().studies) {
    const entry = isCurrent(state.id) ? nextEntry(state) : null;
    if (!entry) continue;
    training = state.id;
    void trainEntry(state, entry).finally(() => {
      training = null;
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
    if (error.code === 'cancelled') {
      // A person did not want to wait for its data.
      changeStudy(state.id, { kind: 'paused' });
    } else if (error.code === 'no-dataset' || error.code === 'no-weights') {
      // Without its data, or the weights that it starts from, it waits for them, instead of failing run by run.
      changeStudy(state.id, { kind: 'paused' });
      showProblem(error);
      tellTabs({ kind: 'problem', error });
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

/**
 * The row of a run when it has ended; undefined if it was deleted. Its end is stored by then, or kept to be tried again: a study
 * that counted it before would take it for deleted, should the page go away meanwhile.
 */
async function ended(id: string): Promise<RunRow | undefined> {
  await new Promise<void>((resolve) => {
    const check = () => {
      const status = findRow(id)?.status;
      if (status === 'running' || status === 'paused') return false;
      resolve();
      return true;
    };
    if (check()) return;
    const stop = useRuns.subscribe(() => {
      if (check()) stop();
    });
  });
  await untilReleased(id);
  return findRow(id);
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

/** Ends what trains, or is being made ready, if it is of this study. */
export async function stopTraining(study: string): Promise<void> {
  if (training === study) await stopRun();
}
