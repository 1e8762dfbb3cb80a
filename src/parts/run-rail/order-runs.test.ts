import { describe, expect, it } from 'vitest';
import { exampleRow } from '../../storage/testing/example-row.ts';
import { grouped, matching, ordered } from './order-runs.ts';

const { dataset } = exampleRow();
const rows = [
  exampleRow({ id: 'a', createdAt: 1, bestVal: 0.8 }),
  exampleRow({ id: 'b', createdAt: 2, bestVal: 0.9, dataset: { ...dataset, key: 'other', name: 'Other' } }),
  exampleRow({ id: 'c', createdAt: 3, bestVal: null, status: 'failed', summary: null }),
];
const names = new Map([
  ['a', 'plain'],
  ['b', 'flip'],
  ['c', 'noise'],
]);
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id).join('');

describe('the list of runs', () => {
  it('is ordered', () => {
    expect(ids(ordered(rows, names, 'newest'))).toBe('cba');
    expect(ids(ordered(rows, names, 'best'))).toBe('bac');
    expect(ids(ordered(rows, names, 'name'))).toBe('bca');
  });

  it('is filtered by name, set and status', () => {
    expect(ids(matching(rows, names, 'FLIP other'))).toBe('b');
    expect(ids(matching(rows, names, 'failed'))).toBe('c');
    expect(ids(matching(rows, names, ''))).toBe('abc');
  });

  it('is grouped by study and by set', () => {
    const studies = new Map([['a', 'Small']]);
    const sets = new Map(rows.map(({ dataset: { key, name } }) => [key, name]));
    const by = (grouping: 'none' | 'study' | 'set') =>
      grouped(rows, grouping, studies, sets).map(({ title, rows: members }) => [title, ids(members)]);
    expect(by('none')).toEqual([[null, 'abc']]);
    expect(by('study')).toEqual([
      ['Small', 'a'],
      ['By hand', 'bc'],
    ]);
    expect(by('set')).toEqual([
      [dataset.name, 'ac'],
      ['Other', 'b'],
    ]);
    expect(grouped([], 'none', studies, sets)).toEqual([]);
  });
});
