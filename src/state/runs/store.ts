import { LabError } from '../../lab/lab-error.ts';
import { runLock } from '../../lab/run-lock.ts';
import type { RunRecord } from '../../lab/run-record.ts';
import { assembleRecord } from '../../storage/assemble-record.ts';
import type { RunPredictions, RunRow, RunSeries } from '../../storage/runs.ts';
import type { StoredRows } from '../../storage/unreadable.ts';
import { showProblem } from '../../ui/notify.tsx';
import { createDrawnInSlices } from '../drawn-in-slices.ts';
import { sealedRow, sealMarkOf } from '../seal/store.ts';
import { listenToTabs, tellTabs } from '../tabs/channel.ts';
import { whileWritten } from '../unsaved/being-written.ts';
import { storageProblem } from '../unsaved/storage-problem.ts';
import { forget, isUnsaved, keep, runName } from '../unsaved/unsaved.ts';
import { type ListedRuns, mergeRow, mergeRows } from './merge-rows.ts';
import { runStorage } from './run-storage.ts';
import { untilRead } from './until-read.ts';
import { whileFree } from './while-free.ts';

interface RunsState extends ListedRuns {
  /** Whether the stored runs have been read; there are none where the browser has no storage. */
  readonly loaded: boolean;
  /** Whether they could not be read so far. */
  readonly failed: boolean;
}

export const useRuns = createDrawnInSlices<RunsState>(() => ({
  loaded: false,
  failed: false,
  rows: [],
  series: {},
  unreadable: [],
}));

/** Runs that this page trains: what is measured of them is known here first. Each with what is to be told when it lets go. */
const own = new Map<string, (() => void)[]>();
/** Predictions that are not stored yet, by run. */
const heldPredictions = new Map<string, RunPredictions>();
/** Those that are on their way from the storage: several parts of a page ask at once, and of 1,000 classes they are 40 MB. */
const reading = new Map<string, Promise<RunPredictions | null>>();

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
  const stored = await (await runStorage()).rows();
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

/** Reads one run again that was changed elsewhere, or put back. */
export async function refreshRow(id: string): Promise<void> {
  const stored: StoredRows<RunRow> = await (await runStorage()).row(id);
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
  if (await (await runStorage()).interrupt(id)) tellTabs({ kind: 'run', id });
  await refreshRow(id);
}

export function findRow(id: string): RunRow | undefined {
  return useRuns.getState().rows.find((row) => row.id === id);
}

/** Whether a run has this id, one among them that cannot be read. */
export function isTaken(id: string): boolean {
  return findRow(id) !== undefined || useRuns.getState().unreadable.some(({ key }) => key === id);
}

export async function readSeries(id: string): Promise<RunSeries> {
  const known = useRuns.getState().series[id];
  if (known) return known;
  const series = await (await runStorage()).series(id);
  useRuns.setState((state) => ({ series: { ...state.series, [id]: state.series[id] ?? series } }));
  return series;
}

export async function readPredictions(id: string): Promise<RunPredictions | null> {
  const held = heldPredictions.get(id);
  if (held) return held;
  const before = reading.get(id);
  if (before) return await before;
  const fresh = runStorage().then((storage) => storage.predictions(id));
  reading.set(id, fresh);
  return await fresh.finally(() => reading.delete(id));
}

/** The whole record, what is sealed with it. @throws LabError `internal` for an id that is not there */
export async function readRecord(id: string): Promise<RunRecord> {
  const row = findRow(id);
  if (!row)
    throw new LabError('internal', `There is no run ${id}.`, 'The listed runs are kept: choose one of them.');
  return await wholeRecord(row);
}

/** All that may be seen of a run, for an export: with test scores only where its set is open for it, which it says. */
export async function recordOf(row: RunRow): Promise<RunRecord> {
  return { ...(await wholeRecord(sealedRow(row))), testSeal: sealMarkOf(row) };
}

async function wholeRecord(row: RunRow): Promise<RunRecord> {
  return assembleRecord(
    row,
    useRuns.getState().series[row.id] ?? (await (await runStorage()).series(row.id)),
  );
}

/** This page trains the run from now on, and knows more of it than the storage until {@link releaseRun}. */
export function claimRun(id: string): void {
  own.set(id, []);
}

export function releaseRun(id: string): void {
  const waiting = own.get(id) ?? [];
  own.delete(id);
  for (const resolve of waiting) resolve();
}

/** Resolves when all of the run is written that this page will write, or is kept to be tried again. */
export function untilReleased(id: string): Promise<void> {
  return new Promise((resolve) => {
    const waiting = own.get(id);
    if (waiting) waiting.push(resolve);
    else resolve();
  });
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
  releaseRun(id);
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

/** Lets go of predictions that are not stored yet, and returns them. */
export function dropPredictions(id: string): RunPredictions | undefined {
  const held = heldPredictions.get(id);
  heldPredictions.delete(id);
  return held;
}

/** Predictions are read from here until {@link storeRun} or {@link storeChange} has written them. */
export function holdPredictions(id: string, predictions: RunPredictions): void {
  heldPredictions.set(id, predictions);
}

/** Writes a whole run, under the name that it has by now. Rejects as RunStorage does. */
export async function storeRun(row: RunRow, series: RunSeries): Promise<void> {
  const predictions = heldPredictions.get(row.id) ?? null;
  const { title } = findRow(row.id) ?? row;
  await (await runStorage()).insert({ ...row, title }, series, predictions);
  wasStored(row.id, predictions);
}

/**
 * Writes what has changed of a stored run, and what its curve has grown by. Rejects as RunStorage does.
 *
 * @returns false where the run was deleted meanwhile
 */
export async function storeChange(id: string, change: Partial<RunRow>, added: RunSeries): Promise<boolean> {
  const predictions = heldPredictions.get(id) ?? null;
  const isThere = await (await runStorage()).change(id, change, added, predictions);
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
    if (await (await runStorage()).change(id, { title })) tellTabs({ kind: 'run', id });
  };
  await whileWritten(() => keep(`title:${id}`, 'The name could not be stored', write));
}

/** The run is not listed any more. */
export function removeRow(id: string): void {
  useRuns.setState((state) => {
    const { [id]: _gone, ...series } = state.series;
    return { rows: state.rows.filter((row) => row.id !== id), series };
  });
}
