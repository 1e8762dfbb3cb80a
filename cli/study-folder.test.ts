import { describe, expect, it } from 'vitest';
import { parseStudy } from '../src/lab/study/study.ts';
import { isSameStudy } from './study-folder.ts';

const study = (change: object = {}) =>
  parseStudy({ name: 'x', factors: [{ subsets: ['flip'] }], seeds: [1, 2], ...change });

describe('a study', () => {
  it('is the same where the same runs are asked for, however it is written', () => {
    const levels = [
      { label: 'plain', set: { augment: {} } },
      { label: 'flipped', set: { 'augment.flip': true } },
    ];
    expect(isSameStudy(study(), study({ name: 'y', seeds: [2, 1] }))).toBe(true);
    expect(isSameStudy(study(), study({ factors: [{ name: 'flipping', levels }] }))).toBe(true);
  });

  it('is another one with other runs, or another ranking', () => {
    expect(isSameStudy(study(), study({ seeds: [1, 2, 3] }))).toBe(false);
    expect(isSameStudy(study(), study({ base: { epochs: 3 } }))).toBe(false);
    expect(isSameStudy(study(), study({ rankBy: 'test' }))).toBe(false);
  });
});
