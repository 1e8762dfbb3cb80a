import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../recipe/parse.ts';
import { BASELINES, baselineStudy, baselinesOf } from './baselines.ts';
import { expandStudy } from './expand.ts';

const RECIPE = { width: 4, epochs: 2, seed: 3, augment: { flip: {} } } as const;

function run(id: string, changes: object = {}, more: object = {}) {
  return {
    ...{ id, recipe: parseRecipe({ ...RECIPE, ...changes }), summary: null, status: 'finished' as const },
    ...{ createdAt: Number(id), dataset: { fingerprint: 'f' }, ...more },
  };
}

describe('the small networks beside the large one', () => {
  it('are trained with all else as it is, the seed too', () => {
    const cells = expandStudy(baselineStudy(parseRecipe(RECIPE))).cells;
    expect(cells.map(({ recipe }) => recipe.model)).toEqual(BASELINES);
    for (const { recipe } of cells)
      expect(recipe).toMatchObject({ width: 4, epochs: 2, augment: { flip: {} } });
    expect(baselineStudy(parseRecipe(RECIPE)).seeds).toEqual([3]);
  });

  it('are found among the runs: the latest on the same data with all else the same', () => {
    const large = run('1');
    const found = baselinesOf(large, [
      large,
      run('2', { model: 'linear' }),
      run('3', { model: 'linear' }),
      run('4', { model: 'linear', seed: 4 }),
      run('5', { model: 'linear' }, { dataset: { fingerprint: 'g' } }),
      run('6', { model: 'small-cnn' }, { status: 'running' }),
    ]);
    expect([...found].map(([name, { id }]) => [name, id])).toEqual([['linear', '3']]);
  });

  it('stand beside none of their own kind', () => {
    expect(baselinesOf(run('1', { model: 'linear' }), [run('2', { model: 'small-cnn' })]).size).toBe(0);
  });
});
