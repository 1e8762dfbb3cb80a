import { create } from 'zustand';
import { LabError } from '../../lab/lab-error.ts';
import { runLock } from '../../lab/run-lock.ts';
import type { RunRecord } from '../../lab/run-record.ts';
import { assembleRecord } from '../../storage/assemble-record.ts';
import type { RawRun, RunPredictions, RunRow, RunSeries } from '../../storage/runs.ts';
import type { Unreadable } from '../../storage/unreadable.ts';
import { showProblem } from '../../ui/notify.tsx';
import { dropKept } from './kept.ts';

interface RunsState {
  /** Whether the stored runs have been read. */
  readonly loaded: boolean;
  /** Oldest first. */
  readonly rows: readonly RunRow[];
  /** Curves of the runs that are drawn. */
  readonly series: Readonly<Record<string, RunSeries>>;
  /** Stored runs that this lab cannot read; they stay as they are. */
  readonly unreadable: readonly Unreadable[];
}

export const useRuns = create<RunsState>(() => ({ loaded: false, rows: [], series: {}, unreadable: [] }));

/** Fetched beside the page: reading stored rows takes their schemas, which the first sight of the page does without. */
const opening = import('../../storage/runs.ts').then(({ RunStorage }) => new RunStorage());
// A failure is told by whoever uses it.
opening.catch(() => undefined);

/** Reads the stored runs; one that was running when its page went away is marked as interrupted. */
export async function loadRuns(): Promise<void> {
  try {
    const [stored, locks] = await Promise.all([(await opening).rows(), navigator.locks.query()]);
    const alive = new Set(locks.held?.map((lock) => lock.name));
    const lost = (row: RunRow) =>
      (row.status === 'running' || row.status === 'paused') && !alive.has(runLock(row.id));
    const rows = stored.rows.map((row) => (lost(row) ? { ...row, status: 'interrupted' as const } : row));
    useRuns.setState(({ rows: begun }) => ({
      loaded: true,
      rows: [...rows, ...begun],
      unreadable: stored.unreadable,
    }));
    for (const [index, row] of rows.entries()) {
      if (row !== stored.rows[index]) await (await opening).change(row.id, { status: row.status });
    }
  } catch (error) {
    useRuns.setState({ loaded: true });
    reportStorage(error, 'The stored runs could not be read');
  }
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
  return (await opening).predictions(id);
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

/** Shows a row, new or changed, without writing it. */
export function showRow(row: RunRow, series?: RunSeries): void {
  useRuns.setState((state) => {
    const known = state.rows.some(({ id }) => id === row.id);
    return {
      rows: known ? state.rows.map((other) => (other.id === row.id ? row : other)) : [...state.rows, row],
      series: series ? { ...state.series, [row.id]: series } : state.series,
    };
  });
}

/** Shows and writes a whole run that was trained elsewhere; a failure is told, and the run stays in memory. */
export async function insertRun(
  row: RunRow,
  series: RunSeries,
  predictions: RunPredictions | null,
): Promise<void> {
  showRow(row, series);
  try {
    await (await opening).insert(row, series, predictions);
  } catch (error) {
    reportStorage(error, 'The run could not be stored');
  }
}

/** Writes a row and what its curve has grown by; a failure is told, and the run stays in memory. */
export async function writeRow(row: RunRow, added?: RunSeries): Promise<boolean> {
  try {
    if (!(await (await opening).change(row.id, row, added))) await (await opening).insert(row, added);
    return true;
  } catch (error) {
    reportStorage(error, 'The run could not be stored');
    return false;
  }
}

/** Writes a row and its whole curve, in the place of what was there; a failure is told as with writeRow. */
export async function replaceRow(row: RunRow, curve: RunSeries): Promise<boolean> {
  try {
    await (await opening).insert(row, curve);
    return true;
  } catch (error) {
    reportStorage(error, 'The run could not be stored');
    return false;
  }
}

export async function writePredictions(id: string, predictions: RunPredictions): Promise<void> {
  try {
    await (await opening).change(id, {}, undefined, predictions);
  } catch (error) {
    reportStorage(error, 'The predictions could not be stored');
  }
}

export async function renameRun(id: string, title: string | null): Promise<void> {
  const row = findRow(id);
  if (!row) return;
  const renamed = { ...row, title };
  showRow(renamed);
  await writeRow(renamed);
}

/** Deletes a run and returns the way back. */
export async function deleteRun(id: string): Promise<() => Promise<void>> {
  const row = findRow(id);
  if (!row) return async () => undefined;
  const [series, raw] = await Promise.all([useRuns.getState().series[id], (await opening).raw(id)]);
  useRuns.setState((state) => {
    const { [id]: _gone, ...others } = state.series;
    return { rows: state.rows.filter((other) => other.id !== id), series: others };
  });
  await (await opening).delete(id);
  await dropKept(id);
  // Of no weight beside the run: what cannot be read or deleted of them does not hold it up.
  const restoreScores = await import('./scores.ts')
    .then(({ deleteScores }) => deleteScores(id))
    .catch(() => async () => undefined);
  return async () => {
    await restoreScores();
    // Written before it is shown: a reload right after must not take away what is seen to be back.
    await (await opening).insertRaw(id, raw);
    showRow(row, series);
    useRuns.setState((state) => ({ rows: state.rows.toSorted((a, b) => a.createdAt - b.createdAt) }));
  };
}

/** What is stored under this id, as it lies there. */
export async function readRawRun(id: string): Promise<RawRun> {
  return await (await opening).raw(id);
}

/** Deletes a run that cannot be read, and returns the way back. */
export async function deleteUnreadableRun(id: string): Promise<() => Promise<void>> {
  const before = useRuns.getState().unreadable;
  const raw = await (await opening).raw(id);
  await (await opening).delete(id);
  useRuns.setState(({ unreadable }) => ({ unreadable: unreadable.filter(({ key }) => key !== id) }));
  return async () => {
    await (await opening).insertRaw(id, raw);
    const back = before.filter(({ key }) => key === id);
    useRuns.setState(({ unreadable }) => ({ unreadable: [...unreadable, ...back] }));
  };
}

function reportStorage(error: unknown, what: string): void {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  const detail = error instanceof Error ? error.message : String(error);
  showProblem({
    code: 'storage-full',
    message: full ? `${what}: the browser’s storage is full.` : `${what}: ${detail}`,
    remedy:
      'It stays on this page until you close it. Export what you need, and delete stored files or runs.',
  });
}
