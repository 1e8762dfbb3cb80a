import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeBundle } from '../study/bundle.ts';
import { parseStudy } from '../study/study.ts';
import { exampleRunFiles } from '../study/testing/example-run-files.ts';
import { boardOf, type DroppedEntry } from './board.ts';
import {
  budgetText,
  challengeFromLink,
  challengeHash,
  isWithin,
  parseChallenge,
  spentBy,
} from './challenge.ts';
import { type Entry, readEntry, writeEntry } from './entry.ts';
import { exampleEntry } from './testing/example-entry.ts';

const CHALLENGE = parseChallenge({
  name: 'Opacities',
  dataset: { kind: 'phantom', shape: 'pneumonia', images: 120 },
  budget: { kind: 'runs', most: 3 },
  goal: 0.9,
});

const dropped = (name: string, entry: Entry): DroppedEntry => ({ name, hash: name, entry, fault: '' });
const entry = (author: string, seed: number, separation: number, spent = { runs: 1, minutes: 1 }) =>
  exampleEntry(CHALLENGE, author, seed, separation, spent);

describe('a challenge', () => {
  it('travels in a link, and refuses what is none', () => {
    const word = /challenge=([\w-]+)/.exec(challengeHash(CHALLENGE))![1]!;
    expect(challengeFromLink(word)).toEqual(CHALLENGE);
    expect(() => challengeFromLink('e30')).toThrow(/This is no challenge/);
    expect(() => challengeFromLink('!')).toThrow(/damaged/);
  });

  it('counts what was spent in the order in which runs began', () => {
    const spent = spentBy([
      { id: 'b', createdAt: 2, seconds: 60 },
      { id: 'a', createdAt: 1, seconds: 30 },
    ]);
    expect(spent.get('a')).toEqual({ runs: 1, minutes: 0.5 });
    expect(spent.get('b')).toEqual({ runs: 2, minutes: 1.5 });
    expect(isWithin({ kind: 'runs', most: 1 }, spent.get('b')!)).toBe(false);
    expect(isWithin({ kind: 'minutes', most: 1.5 }, spent.get('b')!)).toBe(true);
    expect(budgetText({ kind: 'runs', most: 1 })).toBe('one run');
  });
});

describe('an entry', () => {
  it('comes back as it went, and is refused when it was changed, or is something else', async () => {
    const one = entry('Ada', 1, 2);
    const bytes = await writeEntry(one, 5);
    expect(await readEntry(bytes)).toEqual(JSON.parse(JSON.stringify(one)));
    const files = unzipSync(bytes);
    files['entry.json'] = strToU8(
      new TextDecoder().decode(files['entry.json']).replace('"runs": 1', '"runs": 0'),
    );
    await expect(readEntry(zipSync(files))).rejects.toThrow(/entry\.json is not what it was/);
    const study = parseStudy({ name: 'x', seeds: [1] });
    const bundle = await writeBundle(
      { study, createdAt: 0, openings: [], bets: [], runs: exampleRunFiles(study, () => 1) },
      {},
    );
    await expect(readEntry(bundle)).rejects.toThrow(/not an entry/);
  });
});

describe('the board', () => {
  it('orders entries, and says who is tied', () => {
    const board = boardOf(
      [
        dropped('weak', entry('Weak', 1, 0.2)),
        dropped('ada', entry('Ada', 2, 3)),
        dropped('bo', entry('Bo', 3, 3)),
      ],
      null,
    );
    expect(board.ranked.map(({ place }) => place)).toEqual(['tied', 'tied', 'behind']);
    expect(board.ranked.at(-1)!.file).toBe('weak');
    expect(board.ranked[0]!.score).toBeGreaterThanOrEqual(board.ranked[1]!.score);
    expect(board.ranked[0]!.reached).toBe(true);
    expect(board.ranked.at(-1)!.reached).toBe(false);
    for (const { score, interval } of board.ranked) {
      expect(interval![0]).toBeLessThan(score);
      expect(interval![1]).toBeGreaterThan(score);
    }
  });

  it('names a first only where all others are behind by more than luck', () => {
    const board = boardOf([dropped('a', entry('A', 1, 2.5)), dropped('b', entry('B', 2, 0.1))], CHALLENGE);
    expect(board.ranked.map(({ place }) => place)).toEqual(['first', 'behind']);
    expect(boardOf([dropped('a', entry('A', 1, 4))], null).ranked[0]!.place).toBe('first');
  });

  it('tells nothing where a perfect order shows no noise', () => {
    const board = boardOf([dropped('a', entry('A', 1, 40)), dropped('b', entry('B', 2, 0.1))], null);
    expect(board.ranked.map(({ score, place }) => [score > 0.99, place])).toEqual([
      [true, 'open'],
      [false, 'open'],
    ]);
  });

  it('refuses, one by one, what is of another challenge, over the budget, there twice, or of other images', () => {
    const other = { ...CHALLENGE, name: 'Other' };
    const moved = entry('M', 6, 2);
    const images = {
      ...moved,
      run: {
        ...moved.run,
        record: { ...moved.run.record, dataset: { ...moved.run.record.dataset, fingerprint: 'e' } },
      },
    };
    const board = boardOf(
      [
        dropped('one', entry('A', 1, 2)),
        dropped('again', entry('B', 1, 2)),
        dropped('over', entry('C', 2, 2, { runs: 4, minutes: 1 })),
        dropped('other', exampleEntry(other, 'D', 3, 2)),
        dropped('images', images),
        { name: 'broken', hash: 'x', entry: null, fault: 'It is damaged.' },
      ],
      CHALLENGE,
    );
    expect(board.ranked.map(({ file }) => file)).toEqual(['one']);
    expect(board.refused.map(({ name }) => name)).toEqual(['again', 'over', 'other', 'images', 'broken']);
  });

  it('orders by balanced accuracy, too, with an interval', () => {
    const challenge = parseChallenge({ ...CHALLENGE, metric: 'balanced-accuracy' });
    const board = boardOf(
      [dropped('a', exampleEntry(challenge, 'A', 1, 3)), dropped('b', exampleEntry(challenge, 'B', 2, 0.1))],
      null,
    );
    expect(board.ranked.map(({ file }) => file)).toEqual(['a', 'b']);
    for (const { score, interval } of board.ranked) {
      expect(score).toBeGreaterThan(0.3);
      expect(interval![1]).toBeGreaterThan(score);
    }
    expect(boardOf([], null)).toEqual({ challenge: null, ranked: [], refused: [] });
  });
});
