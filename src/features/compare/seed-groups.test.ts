import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { exampleEpoch, exampleRow } from '../../storage/testing/example-row.ts';
import type { DrawnRun } from '../train/run-curves.ts';
import { groupCurves, meanLine, seedGroups } from './seed-groups.ts';

function drawn(id: string, recipe: object, aucs: readonly number[]): DrawnRun {
  return {
    row: exampleRow({ id, recipe: parseRecipe(recipe) }),
    name: id,
    series: { stepLosses: [], epochs: aucs.map((auc, index) => exampleEpoch(index + 1, auc)) },
  };
}

const RUNS = [
  drawn('a', { seed: 1 }, [0.6, 0.7, 0.8]),
  drawn('b', { seed: 1, normalise: 'half' }, [0.65, 0.75]),
  drawn('c', { seed: 2 }, [0.62, 0.74]),
];

describe('groups of seeds', () => {
  it('hold the runs that differ in the seed alone', () => {
    const groups = seedGroups(RUNS);
    expect(groups.map(({ runs }) => runs.map(({ row }) => row.id))).toEqual([['a', 'c'], ['b']]);
    expect(groups.map(({ name }) => name)).toEqual(['plain (2 seeds)', 'b']);
  });

  it('are drawn as mean and band over the epochs that all have, with faint members', () => {
    const curves = groupCurves(seedGroups(RUNS), 'light');
    expect(curves.map(({ opacity, name }) => [opacity, name])).toEqual([
      [0.25, null],
      [0.25, null],
      [1, 'plain (2 seeds)'],
      [1, 'b'],
    ]);
    expect(curves[2]!.points.map(({ x, y }) => [x, Number(y.toFixed(6))])).toEqual([
      [1, 0.61],
      [2, 0.72],
    ]);
    for (const { x, low, high } of curves[2]!.band!) {
      const { y } = curves[2]!.points.find((point) => point.x === x)!;
      expect(low).toBeLessThan(y);
      expect(high).toBeGreaterThan(y);
    }
    expect(curves[3]!.band).toBeUndefined();
  });

  it('keep the band inside what an AUC can be', () => {
    const { band } = meanLine([[{ x: 1, y: 0.99 }], [{ x: 1, y: 0.9 }]]);
    expect(band![0]!.high).toBe(1);
  });
});
