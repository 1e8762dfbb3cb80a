import { describe, expect, it } from 'vitest';
import { foldOfRun } from '../split/split-union.ts';
import { expandStudy } from './expand.ts';
import { parseStudy } from './study.ts';
import { splitOf, statisticsOf, withSplit } from './study-split.ts';

const STUDY = parseStudy({
  name: 'flip',
  base: { width: 4, protocol: { labelNoise: 0.1 } },
  factors: [{ subsets: ['flip'] }],
  seeds: [4, 5],
});

describe('the split of a study', () => {
  it('is the official one until another is chosen', () => {
    expect(splitOf(STUDY)).toEqual({ kind: 'official' });
    expect(splitOf(parseStudy({ name: 'x' }))).toEqual({ kind: 'official' });
    expect(splitOf({ base: { protocol: 'nonsense' } })).toEqual({ kind: 'official' });
  });

  it('in folds takes each recipe through every fold once, and keeps the rest of the protocol', () => {
    const study = withSplit(STUDY, { kind: 'folds', folds: 3 });
    expect(splitOf(study)).toEqual({ kind: 'folds', folds: 3 });
    const { runs } = expandStudy(study);
    expect(runs).toHaveLength(6);
    expect(runs.map(({ recipe }) => foldOfRun({ folds: 3, fold: null }, recipe.seed))).toEqual([
      1, 1, 2, 2, 3, 3,
    ]);
    expect(
      runs.every(({ recipe: { protocol } }) => protocol.folds === 3 && protocol.labelNoise === 0.1),
    ).toBe(true);
  });

  it('drawn anew leaves the seeds as they are, and leaving the folds brings the usual ones', () => {
    const redrawn = withSplit(STUDY, { kind: 'redrawn' });
    expect(splitOf(redrawn)).toEqual({ kind: 'redrawn' });
    expect(redrawn.seeds).toEqual([4, 5]);
    const folds = withSplit(redrawn, { kind: 'folds', folds: 5 });
    expect(folds.seeds).toEqual([1, 2, 3, 4, 5]);
    expect(withSplit(folds, { kind: 'official' }).seeds).toEqual([1, 2, 3]);
    const own = { ...folds, seeds: [1, 7] };
    expect(withSplit(own, { kind: 'official' }).seeds).toEqual([1, 7]);
  });

  it('of the set says nothing, so that the recipes are those of before', () => {
    const there = withSplit(parseStudy({ name: 'x' }), { kind: 'folds', folds: 2 });
    expect(withSplit(there, { kind: 'official' }).base).toEqual({});
    expect(withSplit(withSplit(STUDY, { kind: 'redrawn' }), { kind: 'official' })).toEqual(STUDY);
  });

  it('has 2 to 20 whole folds', () => {
    const folds = (count: number) => splitOf(withSplit(STUDY, { kind: 'folds', folds: count }));
    expect(folds(0)).toEqual({ kind: 'folds', folds: 2 });
    expect(folds(99)).toEqual({ kind: 'folds', folds: 20 });
    expect(folds(3.4)).toEqual({ kind: 'folds', folds: 3 });
  });

  it('says which statistics fit it, with the source, where runs share training images', () => {
    expect(statisticsOf(STUDY)).toBeNull();
    const folds = statisticsOf(withSplit(STUDY, { kind: 'folds', folds: 3 }));
    expect(folds).toMatch(/^The folds share .* corrected resampled t-test \(Nadeau & Bengio 2003\)/);
    expect(statisticsOf(withSplit(STUDY, { kind: 'redrawn' }))).toMatch(/^The redrawn splits share /);
  });
});
