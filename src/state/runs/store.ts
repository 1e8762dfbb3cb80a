import { create } from 'zustand';
import { LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { runLock } from '../../lab/run-lock.ts';
import type { RunRecord } from '../../lab/run-record.ts';
import { assembleRecord } from '../../storage/assemble-record.ts';
import type { RawRun, RunPredictions, RunRow, RunSeries, RunStorage } from '../../storage/runs.ts';
import type { StoredRows } from '../../storage/unreadable.ts';
import { showProblem } from '../../ui/notify.tsx';
import { listenToTabs, tellTabs } from '../tabs/channel.ts';
import { whileWritten } from '../unsaved/being-written.ts';
import { storageProblem } from '../unsaved/storage-problem.ts';
import { forget, isUnsaved, keep, retryUnsaved, runName } from '../unsaved/unsaved.ts';
import { dropKept } from './kept.ts';
import { type ListedRuns, mergeRow, mergeRows } from './merge-rows.ts';
import { untilRead } from './until-read.ts';
import { whileFree } from './while-free.ts';

interface RunsState extends ListedRuns {
  /** Whether the stored runs have been read; there are none where the browser has no storage. */
  readonly loaded: boolean;
  /** Whether they could not be read so far. */
  readonly failed: boolean;
}

export const useRuns = create<RunsState>(() => ({
  loaded: false,
  failed: false,
  rows: [],
  series: {},
  unreadable: [],
}));

/** Fetched beside the page: reading stored rows takes their schemas, which the first sight of the page does without. */
const opening = Promise.all([import('../../storage/runs.ts'), import('../../storage/open-database.ts')]).then(
  ([{ RunStorage }, { onOutdated }]) => {
    onOutdated(() => showProblem(OUTDATED));
    return new RunStorage();
  },
);
// A failure is told by whoever uses it.
opening.catch(() => undefined);

const OUTDATED: LabErrorDescription = {
  code: 'storage-failed',
  message: 'A newer version of the lab is open in another tab, and has taken over the storage.',
  remedy: 'What is stored is kept. Export what trains here, if you want it, then reload this page.',
};

/** Runs that this page trains: what is measured of them is known here first. */
const own = new Set<string>();
/** Predictions that are not stored yet, by run. */
const heldPredictions = new Map<string, RunPredictions>();

/** Whether the page knows more of the run than the storage. */
const isHeld = (id: string) => own.has(id) || isUnsaved(runName(id));

/** Reads the stored runs when the page opens; resolves after the first attempt. */
export async function loadRuns(): Promise<void> {
  await untilRead(readRuns, 'The stored runs could not be read', (isForGood) =>
    useRuns.setState({ failed: true, loaded: isForGood }),
  );
}

/** Reads the stored runs anew. Where that fails nothing is changed. */
export async function readRuns(): Promise<void> {
  const stored = await (await opening).rows();
  useRuns.setState((state) => ({ ...mergeRows(state, stored, isHeld), loaded: true, failed: false }));
  await Promise.all(stored.rows.map(settle));
}

/** Follows what other tabs do to the runs. Call once. */
export function followTabs(): void {
  listenToTabs((message) => {
    if (message.kind === 'run') void refreshRow(message.id).catch(() => undefined);
    else if (message.kind === 'problem') showProblem(message.error);
  });
}

async function refreshRow(id: string): Promise<void> {
  const stored: StoredRows<RunRow> = await (await opening).row(id);
  useRuns.setState((state) => mergeRow(state, id, stored, isHeld));
  for (const row of stored.rows) if (isForeign(row)) settleWhenFree(row.id);
}

/** Whether another page trains the run, as far as the row says. */
function isForeign({ id, status }: RunRow): boolean {
  return (status === 'running' || status === 'paused') && !own.has(id);
}

/**
 * A run that trains holds a lock. Where that is free and the run has not ended, its page went away: the run is
 * interrupted, now or when the lock is let go.
 */
async function settle(row: RunRow): Promise<void> {
  if (!isForeign(row)) return;
  if (await whileFree(row.id, () => interrupt(row.id))) return;
  settleWhenFree(row.id);
}

const watched = new Set<string>();

function settleWhenFree(id: string): void {
  if (watched.has(id)) return;
  watched.add(id);
  void navigator.locks.request(runLock(id), async () => {
    watched.delete(id);
    await interrupt(id).catch((error: unknown) =>
      showProblem(storageProblem(error, 'A run that was interrupted could not be marked')),
    );
  });
}

async function interrupt(id: string): Promise<void> {
  if (await (await opening).interrupt(id)) tellTabs({ kind: 'run', id });
  await refreshRow(id);
}

export function findRow(id: string): RunRow | undefined {
  return useRuns.getState().rows.find((row) => row.id === id);
}

/** Whether a run has this id, one among them that cannot be read. */
export function isTaken(id: string): boolean {
  return findRow(id) !== undefined || useRuns.getState().unreadable.some(({ key }) => key === id);
}

export function newRunId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12);
}

export async function readSeries(id: string): Promise<RunSeries> {
  const known = useRuns.getState().series[id];
  if (known) return known;
  const series = await (await opening).series(id);
  useRuns.setState((state) => ({ series: { ...state.series, [id]: state.series[id] ?? series } }));
  return series;
}

export async function readPredictions(id: string): Promise<RunPredictions | null> {
  return heldPredictions.get(id) ?? (await (await opening).predictions(id));
}

/** @throws LabError `internal` for an id that is not there */
export async function readRecord(id: string): Promise<RunRecord> {
  const row = findRow(id);
  if (!row)
    throw new LabError('internal', `There is no run ${id}.`, 'The listed runs are kept: choose one of them.');
  return recordOf(row);
}

/** All there is of a run as its row shows it: with test scores only if the row has them, see useVisibleRows. */
export async function recordOf(row: RunRow): Promise<RunRecord> {
  return assembleRecord(row, useRuns.getState().series[row.id] ?? (await (await opening).series(row.id)));
}

/** This page trains the run from now on, and knows more of it than the storage until {@link releaseRun}. */
export function claimRun(id: string): void {
  own.add(id);
}

export function releaseRun(id: string): void {
  own.delete(id);
}

/** Shows a row, new or another, without writing it. */
export function showRow(row: RunRow, series: RunSeries): void {
  useRuns.setState((state) => {
    const known = state.rows.some(({ id }) => id === row.id);
    return {
      rows: known ? state.rows.map((other) => (other.id === row.id ? row : other)) : [...state.rows, row],
      series: { ...state.series, [row.id]: series },
    };
  });
}

/** The run is deleted, by another tab: nothing of it is shown or held any more. */
export function dropRun(id: string): void {
  own.delete(id);
  heldPredictions.delete(id);
  forget(runName(id));
  removeRow(id);
}

/** Shows what was measured; fields that are not given stay, and a run that was deleted does not come back. */
export function showChange(id: string, change: Partial<RunRow>, series?: RunSeries): void {
  useRuns.setState((state) => {
    if (!state.rows.some((row) => row.id === id)) return {};
    return {
      rows: state.rows.map((row) => (row.id === id ? { ...row, ...change } : row)),
      series: series ? { ...state.series, [id]: series } : state.series,
    };
  });
}

/** Predictions are read from here until {@link storeRun} or {@link storeChange} has written them. */
export function holdPredictions(id: string, predictions: RunPredictions): void {
  heldPredictions.set(id, predictions);
}

/** Writes a whole run, under the name that it has by now. Rejects as RunStorage does. */
export async function storeRun(row: RunRow, series: RunSeries): Promise<void> {
  const predictions = heldPredictions.get(row.id) ?? null;
  const { title } = findRow(row.id) ?? row;
  await (await opening).insert({ ...row, title }, series, predictions);
  wasStored(row.id, predictions);
}

/**
 * Writes what has changed of a stored run, and what its curve has grown by. Rejects as RunStorage does.
 *
 * @returns false where the run was deleted meanwhile
 */
export async function storeChange(id: string, change: Partial<RunRow>, added: RunSeries): Promise<boolean> {
  const predictions = heldPredictions.get(id) ?? null;
  const isThere = await (await opening).change(id, change, added, predictions);
  if (isThere) wasStored(id, predictions);
  return isThere;
}

function wasStored(id: string, predictions: RunPredictions | null): void {
  if (heldPredictions.get(id) === predictions) heldPredictions.delete(id);
  tellTabs({ kind: 'run', id });
}

/** Shows and writes a whole run that was trained elsewhere. */
export async function addRun(row: RunRow, series: RunSeries, predictions: RunPredictions): Promise<void> {
  showRow(row, series);
  holdPredictions(row.id, predictions);
  await whileWritten(() => keep(runName(row.id), 'The run could not be stored', () => storeRun(row, series)));
}

export async function renameRun(id: string, title: string | null): Promise<void> {
  showChange(id, { title });
  // What is not stored yet takes its name along.
  if (isUnsaved(runName(id))) return;
  const write = async () => {
    if (await (await opening).change(id, { title })) tellTabs({ kind: 'run', id });
  };
  await whileWritten(() => keep(`title:${id}`, 'The name could not be stored', write));
}

/** Deletes a run and returns the way back. */
export async function deleteRun(id: string): Promise<() => Promise<void>> {
  const row = findRow(id);
  if (!row) return async () => undefined;
  const restore = await whileWritten(() => takeAway(row));
  return () => whileWritten(restore);
}

async function takeAway(row: RunRow): Promise<() => Promise<void>> {
  const { id } = row;
  const storage = await opening;
  const series = useRuns.getState().series[id];
  const predictions = heldPredictions.get(id);
  const raw = await takeOut(storage, id);
  const unforget = forget(runName(id));
  heldPredictions.delete(id);
  removeRow(id);
  tellTabs({ kind: 'run', id });
  void retryUnsaved();
  await dropKept(id);
  // Of no weight beside the run: what cannot be read or deleted of them does not hold it up.
  const restoreScores = await import('./scores.ts')
    .then(({ deleteScores }) => deleteScores(id))
    .catch(() => async () => undefined);
  return async () => {
    await restoreScores();
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

function removeRow(id: string): void {
  useRuns.setState((state) => {
    const { [id]: _gone, ...series } = state.series;
    return { rows: state.rows.filter((row) => row.id !== id), series };
  });
}

/** What is stored under this id, as it lies there. */
export async function readRawRun(id: string): Promise<RawRun> {
  return await (await opening).raw(id);
}

/** Deletes a run that cannot be read, and returns the way back. */
export async function deleteUnreadableRun(id: string): Promise<() => Promise<void>> {
  const storage = await opening;
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
