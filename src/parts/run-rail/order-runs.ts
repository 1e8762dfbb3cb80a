import type { RunGrouping, RunOrder } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';

/** Runs that are listed under one heading. */
export interface RunGroup {
  readonly key: string;
  /** Null where the list is one. */
  readonly title: string | null;
  readonly rows: readonly RunRow[];
}

/** The runs in whose name, set and status every word is found. */
export function matching(
  rows: readonly RunRow[],
  names: ReadonlyMap<string, string>,
  filter: string,
): readonly RunRow[] {
  const words = filter.toLowerCase().split(/\s+/);
  return rows.filter((row) => {
    const text = `${names.get(row.id)} ${row.dataset.name} ${row.status}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** @param rows oldest first */
export function ordered(
  rows: readonly RunRow[],
  names: ReadonlyMap<string, string>,
  order: RunOrder,
): readonly RunRow[] {
  const newest = rows.toReversed();
  switch (order) {
    case 'newest':
      return newest;
    case 'best':
      return newest.toSorted((a, b) => (b.bestVal ?? -1) - (a.bestVal ?? -1));
    case 'name':
      return newest.toSorted((a, b) => (names.get(a.id) ?? '').localeCompare(names.get(b.id) ?? ''));
  }
}

/**
 * The runs under headings, each group where its first run stands.
 *
 * @param studies name of the study of a run, by its id
 * @param sets name of a set, by its key
 */
export function grouped(
  rows: readonly RunRow[],
  grouping: RunGrouping,
  studies: ReadonlyMap<string, string>,
  sets: ReadonlyMap<string, string>,
): readonly RunGroup[] {
  if (grouping === 'none') return rows.length === 0 ? [] : [{ key: '', title: null, rows }];
  const titleOf = ({ id, dataset }: RunRow) =>
    grouping === 'study' ? (studies.get(id) ?? 'By hand') : (sets.get(dataset.key) ?? dataset.name);
  const groups = new Map<string, RunRow[]>();
  for (const row of rows) {
    const title = titleOf(row);
    const members = groups.get(title);
    if (members) members.push(row);
    else groups.set(title, [row]);
  }
  return [...groups].map(([title, members]) => ({ key: title, title, rows: members }));
}
