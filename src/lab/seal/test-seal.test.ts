import { describe, expect, it } from 'vitest';
import { openingsText } from './seal-words.ts';
import {
  asSealed,
  isOpenFor,
  mergedSeals,
  type Seals,
  sealMark,
  sealOf,
  sealsOfBefore,
  withOpening,
} from './test-seal.ts';

const run = (id: string, fingerprint = 'a') => ({
  id,
  dataset: { fingerprint },
  createdAt: Number(id) * 10,
  summary: { val: 0.9, test: 0.8 as number | null },
});
const SEALED: Seals = { isKnown: true, sets: {}, keptOpenSince: null };
const openedFor = (...ids: string[]): Seals => ({
  ...SEALED,
  sets: { a: withOpening(sealOf(SEALED, 'a'), ids, 5) },
});

describe('the seal of a test part', () => {
  it('hides the test scores of a run until its set is opened for it', () => {
    expect(asSealed(SEALED, run('1')).summary).toEqual({ val: 0.9, test: null });
    expect(asSealed(openedFor('1'), run('1')).summary.test).toBe(0.8);
    // A later run is another look.
    expect(asSealed(openedFor('1'), run('2')).summary.test).toBeNull();
  });

  it('is of each set by itself', () => {
    expect(isOpenFor(openedFor('1'), run('1', 'b'))).toBe(false);
  });

  it('hides all while the seals have not been read, and nothing where they are kept open', () => {
    expect(isOpenFor({ ...openedFor('1'), isKnown: false }, run('1'))).toBe(false);
    expect(isOpenFor({ ...SEALED, keptOpenSince: 3 }, run('7', 'b'))).toBe(true);
  });

  it('makes of one row the same masked row each time, so that lists need not be drawn anew', () => {
    const row = run('1');
    expect(asSealed(SEALED, row)).toBe(asSealed(SEALED, row));
    const unscored = { ...row, summary: null };
    expect(asSealed(SEALED, unscored)).toBe(unscored);
  });

  it('counts each opening once, with how many runs had been looked at before', () => {
    const first = withOpening(sealOf(SEALED, 'a'), ['1', '2', '1'], 5);
    expect(withOpening(first, ['2'], 6)).toBe(first);
    expect(withOpening(first, ['2', '3'], 7).openings).toEqual([
      { at: 5, runs: 2, before: 0 },
      { at: 7, runs: 1, before: 2 },
    ]);
  });

  it('puts together what two tabs know of it', () => {
    const one = withOpening(sealOf(SEALED, 'a'), ['1'], 5);
    const other = withOpening(sealOf(SEALED, 'a'), ['2'], 4);
    expect(mergedSeals(one, other).seen.toSorted()).toEqual(['1', '2']);
    expect(mergedSeals(one, other).openings.map(({ at }) => at)).toEqual([4, 5]);
    expect(mergedSeals(one, one)).toEqual(one);
  });

  it('begins as opened for what was shown before there was one', () => {
    const [a, b] = sealsOfBefore([run('1'), run('3'), run('2', 'b')]);
    expect(a).toEqual({
      fingerprint: 'a',
      openings: [{ at: 30, runs: 2, before: 0, unsealed: true }],
      seen: ['1', '3'],
    });
    expect(b!.seen).toEqual(['2']);
  });

  it('is told in exports and in words', () => {
    expect(sealMark(openedFor('1'), run('1'))).toEqual({
      open: true,
      openings: [{ at: 5, runs: 1, before: 0 }],
      keptOpenSince: null,
    });
    expect(sealMark({ ...SEALED, keptOpenSince: 3 }, run('1'))).toEqual({
      open: true,
      openings: [],
      keptOpenSince: 3,
    });
    expect(openingsText(sealOf(SEALED, 'a'))).toBeNull();
    const twice = withOpening(openedFor('1').sets.a!, ['2', '3'], 6);
    expect(openingsText(twice)).toMatch(
      /^Opened 2 times: .*, 1 run; .*, 2 runs, after 1 had been looked at\.$/,
    );
  });
});
