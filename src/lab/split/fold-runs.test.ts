import { describe, expect, it } from 'vitest';
import type { Edition } from '../edition/edition.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { expandStudy } from '../study/expand.ts';
import { foldStudy, mendedStudy } from '../study/label-studies.ts';
import { wholeFolds } from './fold-runs.ts';

const run = (id: string, recipe: object, change: object = {}) => ({
  ...{ id, recipe: parseRecipe(recipe), summary: null, status: 'finished' as const, createdAt: 1 },
  ...{ dataset: { fingerprint: 'f' }, ...change },
});
const fold = (number: number | null, others: object = {}) => ({
  protocol: { folds: 2, fold: number },
  ...others,
});

describe('whole folds', () => {
  it('are runs that differ in the fold alone, one for each, by number or by seed', () => {
    const found = wholeFolds(
      [run('a', fold(1)), run('b', fold(2)), run('other', fold(1, { width: 8 }))],
      'f',
    );
    expect(found.map(({ runs }) => runs.map(({ id }) => id))).toEqual([['a', 'b']]);
    expect(found[0]!.recipe.protocol).toMatchObject({ folds: 2, fold: null });
    // Seed 1 validates on the first fold by itself.
    expect(wholeFolds([run('a', fold(null)), run('b', fold(2))], 'f')).toHaveLength(1);
  });

  it('of a fold that was trained twice have the latest run; of other data, seeds or unfinished runs none', () => {
    const twice = [run('a', fold(1)), run('b', fold(2)), run('again', fold(1))];
    expect(wholeFolds(twice, 'f')[0]!.runs.map(({ id }) => id)).toEqual(['again', 'b']);
    expect(wholeFolds(twice, 'g')).toEqual([]);
    expect(wholeFolds([run('a', fold(1)), run('b', fold(2, { seed: 2 }))], 'f')).toEqual([]);
    expect(wholeFolds([run('a', fold(1)), run('b', fold(2), { status: 'stopped' })], 'f')).toEqual([]);
  });
});

describe('the studies of the loop', () => {
  const recipe = parseRecipe({ seed: 7, protocol: { labelNoise: 0.1 }, width: 8 });

  it('train each fold of a recipe once, with its seed', () => {
    const { runs } = expandStudy(foldStudy(recipe, 3));
    expect(
      runs.map(({ recipe: { protocol, seed, width } }) => [protocol.fold, protocol.folds, seed, width]),
    ).toEqual([
      [1, 3, 7, 8],
      [2, 3, 7, 8],
      [3, 3, 7, 8],
    ]);
    const whole = wholeFolds(
      runs.map((planned) => run(planned.key, planned.recipe)),
      'f',
    );
    expect(whole).toHaveLength(1);
    expect(whole[0]!.recipe.protocol.labelNoise).toBe(0.1);
  });

  it('set the mended data against those before on the official split: with the seed whose labels are wrong, or three', () => {
    const edition: Edition = {
      ...{ name: 'mended', fingerprint: 'f' },
      train: { leftOut: [], relabelled: [{ image: 3, label: [1] }] },
    };
    const folds = parseRecipe({ ...recipe, protocol: { ...recipe.protocol, folds: 3 } });
    const { runs, cells } = expandStudy(mendedStudy(folds, edition));
    expect(cells.map((cell) => cell.recipe.edition?.name ?? null)).toEqual([null, 'mended']);
    expect(runs.map((planned) => planned.recipe.seed)).toEqual([7, 7]);
    expect(runs.every((planned) => planned.recipe.protocol.folds === null)).toBe(true);
    const clean = parseRecipe({ protocol: { folds: 3 } });
    expect(expandStudy(mendedStudy(clean, edition)).runs).toHaveLength(6);
  });
});
