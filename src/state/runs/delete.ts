import type { RawRun, RunRow, RunStorage } from '../../storage/runs.ts';
import { tellTabs } from '../tabs/channel.ts';
import { whileWritten } from '../unsaved/being-written.ts';
import { forget, isUnsaved, retryUnsaved, runName } from '../unsaved/unsaved.ts';
import { runStorage } from './run-storage.ts';
import {
  dropPredictions,
  findRow,
  holdPredictions,
  refreshRow,
  removeRow,
  showRow,
  useRuns,
} from './store.ts';

/** Deletes a run and returns the way back. */
export async function deleteRun(id: string): Promise<() => Promise<void>> {
  const row = findRow(id);
  if (!row) return async () => undefined;
  const restore = await whileWritten(() => takeAway(row));
  return () => whileWritten(restore);
}

async function takeAway(row: RunRow): Promise<() => Promise<void>> {
  const { id } = row;
  const storage = await runStorage();
  const series = useRuns.getState().series[id];
  const raw = await takeOut(storage, id);
  const unforget = forget(runName(id));
  const predictions = dropPredictions(id);
  removeRow(id);
  tellTabs({ kind: 'run', id });
  void retryUnsaved();
  // Of no weight beside the run: what cannot be read or deleted of them does not hold it up.
  const bringFilesBack = await import('./files-aside.ts')
    .then(({ setFilesAside }) => setFilesAside(id))
    .catch(() => async () => undefined);
  const restoreScores = await import('./scores.ts')
    .then(({ deleteScores }) => deleteScores(id))
    .catch(() => async () => undefined);
  return async () => {
    await restoreScores();
    await bringFilesBack().catch(() => undefined);
    // Written before it is shown: a reload right after must not take away what is seen to be back.
    if (raw?.row !== undefined) await storage.insertRaw(id, raw);
    if (predictions) holdPredictions(id, predictions);
    if (series) showRow(row, series);
    unforget();
    if (raw) await refreshRow(id);
    useRuns.setState((state) => ({ rows: state.rows.toSorted((a, b) => a.createdAt - b.createdAt) }));
    tellTabs({ kind: 'run', id });
  };
}

/** Takes a run out of the storage; null where it never was there, as it could not be stored. */
async function takeOut(storage: RunStorage, id: string): Promise<RawRun | null> {
  try {
    const raw = await storage.raw(id);
    await storage.delete(id);
    return raw;
  } catch (error) {
    if (isUnsaved(runName(id))) return null;
    throw error;
  }
}

/** What is stored under this id, as it lies there. */
export async function readRawRun(id: string): Promise<RawRun> {
  return await (await runStorage()).raw(id);
}

/** Deletes a run that cannot be read, and returns the way back. */
export async function deleteUnreadableRun(id: string): Promise<() => Promise<void>> {
  const storage = await runStorage();
  const raw = await storage.raw(id);
  await storage.delete(id);
  await refreshRow(id);
  tellTabs({ kind: 'run', id });
  return async () => {
    await storage.insertRaw(id, raw);
    await refreshRow(id);
    tellTabs({ kind: 'run', id });
  };
}
