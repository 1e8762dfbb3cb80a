import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../storage/runs.ts';
import { exampleRow } from '../../storage/testing/example-row.ts';
import { type ListedRuns, mergeRow, mergeRows } from './merge-rows.ts';

const row = (id: string, change: Partial<Omit<RunRow, 'summary'>> = {}) =>
  exampleRow({ id, createdAt: id.charCodeAt(0), ...change });

const known = (...rows: readonly RunRow[]): ListedRuns => ({ rows, series: {}, unreadable: [] });
const stored = (...rows: readonly RunRow[]) => ({ rows, unreadable: [] });
const held =
  (...ids: readonly string[]) =>
  (id: string) =>
    ids.includes(id);

describe('runs that are read again', () => {
  it('are as they are stored: what another tab added, changed or deleted is so here', () => {
    const before = known(row('a'), row('b'), row('c'));
    const now = mergeRows(before, stored(row('a'), row('c', { status: 'stopped' }), row('d')), held());
    // The very same object: the list draws it no second time.
    expect(now.rows[0]).toBe(before.rows[0]);
    expect(now.rows.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'a finished',
      'c stopped',
      'd finished',
    ]);
  });

  it('stay as this page knows them where it trains them or could not store them, but for the name', () => {
    const before = known(row('a', { stepsDone: 9 }), row('b'), row('c', { stepsDone: 9 }));
    const now = mergeRows(before, stored(row('a', { title: 'mine' }), row('c')), held('a', 'b', 'c'));
    expect(now.rows).toEqual([
      row('a', { stepsDone: 9, title: 'mine' }),
      row('b'),
      row('c', { stepsDone: 9 }),
    ]);
    expect(now.rows[2]).toBe(before.rows[2]);
  });

  it('lose curves that have grown elsewhere, and no others', () => {
    const curve = { stepLosses: [1, 2, 3, 4], epochs: [] };
    const before = {
      ...known(row('a'), row('b'), row('c')),
      series: { a: curve, b: curve, c: curve, d: curve },
    };
    const grown = (id: string) => row(id, { stepsDone: 6, epochsDone: 0 });
    const same = (id: string) => row(id, { stepsDone: 4, epochsDone: 0 });
    const now = mergeRows(before, stored(same('a'), grown('b'), grown('c')), held('c'));
    expect(Object.keys(now.series)).toEqual(['a', 'c']);
    const one = mergeRow(before, 'b', stored(grown('b')), held());
    expect(Object.keys(one.series)).toEqual(['a', 'c', 'd']);
  });
});

describe('one run that is read again', () => {
  it('comes, changes and goes as it is stored', () => {
    const before = known(row('a'));
    expect(mergeRow(before, 'b', stored(row('b')), held()).rows).toEqual([row('a'), row('b')]);
    const changed = row('a', { title: 'mine' });
    expect(mergeRow(before, 'a', stored(changed), held()).rows).toEqual([changed]);
    expect(mergeRow(before, 'a', stored(), held()).rows).toEqual([]);
    expect(mergeRow(before, 'a', stored(), held('a')).rows).toEqual([row('a')]);
  });

  it('is set aside, and counted once, where it cannot be read', () => {
    const bad = { rows: [], unreadable: [{ key: 'a', newer: false, detail: 'odd', data: 7 }] };
    const once = mergeRow(known(row('a')), 'a', bad, held());
    expect(once).toMatchObject({ rows: [], unreadable: bad.unreadable });
    expect(mergeRow(once, 'a', bad, held()).unreadable).toEqual(bad.unreadable);
    expect(mergeRow(once, 'a', stored(row('a')), held())).toMatchObject({ rows: [row('a')], unreadable: [] });
  });
});
