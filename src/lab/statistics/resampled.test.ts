import { describe, expect, it } from 'vitest';
import { contrast, type TableRun } from './contrast.ts';
import { meanAuc } from './mean-auc.ts';
import { varianceShare } from './resampled.ts';
import { splitCoverage } from './testing/split-study.ts';

const runs = (aucs: readonly number[], heldOut?: number): TableRun[] =>
  aucs.map((auc, split) => ({
    ...{ auc, influence: new Float64Array(1), df: 40, items: `split ${split}` },
    ...(heldOut === undefined ? {} : { heldOut }),
  }));

describe('runs with a split of their own', () => {
  it('count for the share that Nadeau and Bengio give, and seeds of one split for 1 / runs', () => {
    expect(varianceShare(runs([0.8, 0.9, 0.85, 0.87]))).toBe(1 / 4);
    expect(varianceShare(runs([0.8, 0.9, 0.85, 0.87], 0.25))).toBe(1 / 4 + 1 / 4);
  });

  it('widen the intervals of a mean and of a difference by its root, and no number of runs takes away what they share', () => {
    const [first, second] = [
      [0.8, 0.9, 0.85, 0.87, 0.84],
      [0.7, 0.84, 0.8, 0.79, 0.81],
    ];
    const independent = contrast([runs(first!), runs(second!)], [1, -1])!;
    const split = contrast([runs(first!, 0.25), runs(second!, 0.25)], [1, -1])!;
    const width = ({ interval: [low, high] }: typeof split) => high - low;
    expect(width(split) / width(independent)).toBeCloseTo(Math.sqrt((1 / 5 + 1 / 4) / (1 / 5)), 10);
    expect(split.estimate).toBe(independent.estimate);
    expect(split.p).toBeGreaterThan(independent.p);
    expect(split.images.lasting).toBeCloseTo(split.seedVariance / 4, 12);
    const [low, high] = meanAuc(runs(first!, 0.25)).interval!;
    const [lowIndependent, highIndependent] = meanAuc(runs(first!)).interval!;
    expect(low).toBeLessThan(lowIndependent);
    expect(high).toBeGreaterThan(highIndependent);
  });

  it('hold more often than as if they were independent, where training parts overlap', () => {
    const study = { images: 300, runs: 5, split: { folds: 5 }, trained: 0.2, seed: 0.1 };
    const found = splitCoverage(150, study);
    expect(found.difference).toBeGreaterThan(0.9);
    expect(found.naiveDifference).toBeLessThan(found.difference - 0.03);
  });
});
