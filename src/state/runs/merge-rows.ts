import type { RunRow, RunSeries } from '../../storage/runs.ts';
import type { StoredRows, Unreadable } from '../../storage/unreadable.ts';

/** The runs as the page lists them. */
export interface ListedRuns {
  /** Oldest first. */
  readonly rows: readonly RunRow[];
  /** Curves of the runs that are drawn. */
  readonly series: Readonly<Record<string, RunSeries>>;
  /** Stored runs that this lab cannot read; they stay as they are. */
  readonly unreadable: readonly Unreadable[];
}

/**
 * What the page knows, brought together with what is stored: the stored row counts, but for a run that this page holds
 * (it trains, or could not be stored), of which only the name may have been changed elsewhere.
 *
 * @param isHeld whether the page knows more of a run than the storage
 */
export function mergeRows(
  known: ListedRuns,
  stored: StoredRows<RunRow>,
  isHeld: (id: string) => boolean,
): ListedRuns {
  const before = new Map(known.rows.map((row) => [row.id, row]));
  const ids = new Set(stored.rows.map(({ id }) => id));
  const rows = stored.rows.map((row) => merged(before.get(row.id), row, isHeld));
  const held = known.rows.filter(({ id }) => !ids.has(id) && isHeld(id));
  return {
    rows: [...rows, ...held].toSorted((a, b) => a.createdAt - b.createdAt),
    series: currentSeries(known, new Map(rows.map((row) => [row.id, row])), isHeld),
    unreadable: stored.unreadable,
  };
}

/** The same for one run: what is not stored any more is not shown any more. */
export function mergeRow(
  known: ListedRuns,
  id: string,
  { rows: [row], unreadable }: StoredRows<RunRow>,
  isHeld: (id: string) => boolean,
): ListedRuns {
  const others = known.unreadable.filter(({ key }) => key !== id);
  const next = { ...known, unreadable: unreadable.length > 0 ? [...others, ...unreadable] : others };
  const before = known.rows.find((other) => other.id === id);
  if (!row) {
    return isHeld(id) || !before
      ? next
      : { ...next, rows: known.rows.filter((other) => other.id !== id), series: without(known.series, id) };
  }
  const now = merged(before, row, isHeld);
  const rows = before ? known.rows.map((other) => (other.id === id ? now : other)) : [...known.rows, now];
  return { ...next, rows, series: currentSeries(known, new Map([[id, now]]), isHeld, id) };
}

function merged(before: RunRow | undefined, stored: RunRow, isHeld: (id: string) => boolean): RunRow {
  if (!before) return stored;
  // The very same object where nothing has changed: a list of hundreds draws it no second time.
  if (!isHeld(stored.id)) return JSON.stringify(before) === JSON.stringify(stored) ? before : stored;
  return before.title === stored.title ? before : { ...before, title: stored.title };
}

/** Curves that have grown elsewhere are read again when they are next drawn. */
function currentSeries(
  { series }: ListedRuns,
  rows: ReadonlyMap<string, RunRow>,
  isHeld: (id: string) => boolean,
  only?: string,
): ListedRuns['series'] {
  const isCurrent = (id: string) => {
    if (isHeld(id) || (only !== undefined && id !== only)) return true;
    const row = rows.get(id);
    return row?.stepsDone === series[id]!.stepLosses.length && row.epochsDone === series[id]!.epochs.length;
  };
  const stale = Object.keys(series).filter((id) => !isCurrent(id));
  return stale.reduce(without, series);
}

function without(series: ListedRuns['series'], id: string): ListedRuns['series'] {
  const { [id]: _gone, ...others } = series;
  return others;
}
