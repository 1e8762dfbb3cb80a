import { describe, expect, it } from 'vitest';
import { parseStudy } from '../src/lab/study/study.ts';
import { changesText, differenceBetween } from './same-study.ts';

const study = (change: object = {}) =>
  parseStudy({ name: 'x', factors: [{ subsets: ['flip'] }], seeds: [1, 2], ...change });
const levels = [
  { label: 'plain', set: { augment: {} } },
  { label: 'flipped', set: { 'augment.flip': true } },
];

describe('a study', () => {
  it('is the same where the same runs are asked for, however it is written', () => {
    expect(differenceBetween(study(), study({ name: 'y', seeds: [2, 1] }))).toBeNull();
    expect(differenceBetween(study(), study({ factors: [{ name: 'flipping', levels }] }))).toBeNull();
    expect(differenceBetween(study(), study({ baseline: { flip: 'on' } }))).toBeNull();
  });

  it.each([
    ['more seeds', { seeds: [1, 2, 3] }, 'its seeds are 1, 2, this one’s 1, 2, 3'],
    ['another recipe', { base: { epochs: 3 } }, 'is not among its cells'],
    ['another ranking', { rankBy: 'test' }, 'it ranks by val, this one by test'],
    ['more cells', { factors: [{ subsets: ['flip', 'noise'] }] }, 'is not among its cells'],
    ['fewer cells', { factors: [] }, '"flip" is not among those of this one'],
  ])('is another one with %s, and says so', (_, change, words) => {
    expect(differenceBetween(study(), study(change))).toContain(words);
  });

  it('that goes on tells what it brings that is new', () => {
    expect(changesText(study(), study())).toEqual([]);
    expect(changesText(study(), study({ baseline: { flip: 'on' } }))).toEqual([
      'The baseline is now flip on; it was the first cell.',
    ]);
    expect(changesText(study(), study({ name: 'y', factors: [{ name: 'flipping', levels }] }))).toEqual([
      'The study is now called "y".',
      'Factors and levels are now called as this study calls them.',
    ]);
  });
});
