import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import type { DrawnRun } from '../../parts/curves/run-curves.ts';
import { exampleEpoch, exampleRow } from '../../storage/testing/example-row.ts';
import { groupCurves, meanLine, seedGroups } from './seed-groups.ts';

function drawn(id: string, recipe: object, aucs: readonly number[]): DrawnRun {
  return {
    row: exampleRow({ id, recipe: parseRecipe(recipe) }),
    name: id,
    mark: { letter: id.toUpperCase(), colour: 0 },
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
    expect(groups.map(({ letter }) => letter)).toEqual(['A, C', 'B']);
  });

  it('count a seed that was trained twice once', () => {
    const [group, ...others] = seedGroups([...RUNS, drawn('d', { seed: 1 }, [0.6, 0.7, 0.8])]);
    expect(group).toMatchObject({ name: 'plain (2 seeds)', letter: 'A, C, D' });
    expect(group!.runs.map(({ row }) => row.id)).toEqual(['a', 'c']);
    expect(others).toHaveLength(1);
    const [twice] = seedGroups([RUNS[0]!, drawn('d', { seed: 1 }, [0.6])]);
    expect(twice).toMatchObject({ name: 'a', letter: 'A, D', runs: [{ row: { id: 'a' } }] });
  });

  it('are drawn as mean and band over the epochs that all have, with faint members', () => {
    const curves = groupCurves(seedGroups(RUNS), 'auc', 'light');
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
    const { band } = meanLine([[{ x: 1, y: 0.99 }], [{ x: 1, y: 0.9 }]], 1);
    expect(band![0]!.high).toBe(1);
  });

  it('draw the loss as the mean over their epochs, in a band that ends at nothing but 0', () => {
    const lossy = (id: string, seed: number, losses: readonly number[]): DrawnRun => {
      const run = drawn(id, { seed }, []);
      const epochs = losses.map((trainLoss, index) => ({ ...exampleEpoch(index + 1, 0.5), trainLoss }));
      return { ...run, series: { ...run.series, epochs } };
    };
    const groups = seedGroups([lossy('a', 1, [4, 0.2]), lossy('b', 2, [2, 0.1])]);
    const curves = groupCurves(groups, 'loss', 'light');
    expect(curves.map(({ opacity }) => opacity)).toEqual([0.25, 0.25, 1]);
    expect(curves[2]!.points.map(({ x, y }) => [x, Number(y.toFixed(6))])).toEqual([
      [1, 3],
      [2, 0.15],
    ]);
    // t of one degree of freedom, 12.706, times the standard error, 1 and 0.05.
    expect(curves[2]!.band![0]!.high).toBeCloseTo(3 + 12.706, 2);
    expect(curves[2]!.band![1]!.high).toBeCloseTo(0.15 + 0.6353, 3);
    expect(curves[2]!.band!.map(({ low }) => low)).toEqual([0, 0]);
  });
});
