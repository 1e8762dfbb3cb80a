import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { contrast, type ScoreTable, type TableRun } from './contrast.ts';
import { estimateOfTwo, halfWidth, pairedDifference } from './intervals.ts';
import { dot } from './moments.ts';
import { coverage } from './testing/coverage.ts';
import { type Noise, noisyStudy } from './testing/noisy-study.ts';

const shape = (seeds: number) => ({ seeds, positives: 40, negatives: 80, separations: [1.6, 1.6, 1.6, 1.6] });
const NOISES: Readonly<Record<string, Noise>> = {
  seed: { seed: 0.3, image: 1, cellImage: 0, seedImage: 0 },
  image: { seed: 0, image: 0.8, cellImage: 0.6, seedImage: 0 },
  'seed × image': { seed: 0, image: 0.8, cellImage: 0, seedImage: 0.7 },
  'all three': { seed: 0.2, image: 0.8, cellImage: 0.4, seedImage: 0.6 },
};

const run = (auc: number, influence: readonly number[] = [0, 0, 0], items = 'x'): TableRun => ({
  auc,
  influence: Float64Array.from(influence),
  items,
  df: Number.POSITIVE_INFINITY,
});
const plain = (...aucs: readonly (readonly number[])[]): ScoreTable =>
  aucs.map((row) => row.map((auc) => run(auc)));

/** Three standard errors of a share of so many simulated studies below what it should be. */
const bar = (share: number, studies: number) => share - 3 * Math.sqrt((share * (1 - share)) / studies);

// The whole table is in docs/studies.md.
describe('intervals over seeds and images hold the true value as often as they promise', () => {
  it.each(
    Object.entries(NOISES).flatMap(([name, noise]) =>
      [2, 3, 5, 10].map((seeds) => [name, seeds, noise] as const),
    ),
  )('with noise of %s, on %i seeds', (_, seeds, noise) => {
    const studies = seeds < 10 ? 250 : 120;
    const result = coverage(studies, shape(seeds), noise);
    expect(result.cell).toBeGreaterThan(bar(0.95, studies));
    expect(result.difference).toBeGreaterThan(bar(0.95, studies));
    // All cells are equal: to tell any two apart is an error, allowed in one study of twenty.
    expect(result.anyTold).toBeLessThan(0.085);
    expect(result.winner).toBeLessThan(0.05);
  });

  it('and are not far too wide where single trainings make the noise', () => {
    // With the image variance of the mean added to that over seeds, this was 0.99.
    const { difference } = coverage(400, shape(5), NOISES['seed × image']!);
    expect(difference).toBeLessThan(0.985);
  });

  it.each([
    [2, 0.92],
    [3, 0.92],
    [5, 0.92],
  ])('where one cell is wild, on %i seeds, but for what no seed has shown yet', (seeds, share) => {
    const wild = { seed: 0.1, image: 0.8, cellImage: 0.1, seedImage: 0.1, wildSeed: 0.4 };
    const result = coverage(300, shape(seeds), wild);
    expect(result.cell).toBeGreaterThan(bar(0.95, 300));
    expect(result.difference).toBeGreaterThan(bar(share, 300));
    expect(result.anyTold).toBeLessThan(0.085);
  });
});

describe('contrast over seeds and images', () => {
  it('is the paired t where there are two cells and no image noise', () => {
    const [left, right] = [
      [0.9, 0.92, 0.91],
      [0.88, 0.91, 0.905],
    ];
    const whole = contrast(plain(left!, right!), [1, -1])!;
    const paired = pairedDifference(left!, right!)!;
    expect(whole.estimate).toBeCloseTo(paired.estimate, 12);
    expect(whole.df).toBe(paired.df);
    expect(whole.p).toBeCloseTo(paired.p, 8);
    expect(whole.interval[0]).toBeCloseTo(paired.interval[0], 12);
  });

  it('judges a wild cell by its own spread and its own degrees of freedom, a calm one by the pooled', () => {
    const table = plain([0.7, 0.9, 0.8], [0.8, 0.81, 0.8], [0.82, 0.82, 0.83], [0.8, 0.8, 0.81]);
    const wild = contrast(table, [1, -1, 0, 0])!;
    expect(wild.df).toBe(2);
    const paired = pairedDifference([0.7, 0.9, 0.8], [0.8, 0.81, 0.8])!;
    expect(wild.interval[0]).toBeCloseTo(paired.interval[0], 10);
    const calm = contrast(table, [0, 1, -1, 0])!;
    expect(calm.df).toBe(6);
    expect(calm.seedVariance).toBeGreaterThan(0.0001);
  });

  it('is symmetric, has the sign of the means, and knows no spread from one seed', () => {
    const table = noisyStudy(
      createRandom(5),
      { ...shape(3), separations: [1.6, 1.6, 1.6] },
      NOISES['all three']!,
    );
    const there = contrast(table, [1, -1, 0])!;
    const back = contrast(table, [-1, 1, 0])!;
    expect(back.estimate).toBe(-there.estimate);
    expect(back.p).toBeCloseTo(there.p, 12);
    expect(
      contrast(
        table.map((runs) => runs.slice(0, 1)),
        [1, -1, 0],
      ),
    ).toBeNull();
  });

  it('tells nothing where neither seeds nor images show a spread', () => {
    const degenerate = contrast(plain([1, 1, 1], [0.5, 0.5, 0.5]), [1, -1])!;
    expect(degenerate.p).toBeNaN();
    expect(degenerate.interval).toEqual([-1, 1]);
    const rounded = contrast(plain([5 / 6, 5 / 6, 5 / 6], [0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2]), [1, -1])!;
    expect(rounded.p).toBeNaN();
    const broken = contrast(
      [
        [run(0.9), run(0.8, [Number.NaN, 0, 0])],
        [run(0.7), run(0.7)],
      ],
      [1, -1],
    )!;
    expect(broken).toMatchObject({ p: Number.NaN, interval: [-1, 1] });
    expect(contrast(plain([1, 1], [1, 1]), [1, -1])!).toMatchObject({ estimate: 0, p: 1 });
  });

  it('adds the images of both sides where they are not the same', () => {
    const [left, right] = [
      [0.1, 0.2, -0.3],
      [0.1, 0.1, -0.2],
    ];
    const same = contrast(
      [
        [run(0.8, left), run(0.8, left)],
        [run(0.7, right), run(0.7, right)],
      ],
      [1, -1],
    )!;
    const apart = contrast(
      [
        [run(0.8, left), run(0.8, left)],
        [run(0.7, right, 'y'), run(0.7, right, 'y')],
      ],
      [1, -1],
    )!;
    expect(apart.images.lasting).toBeCloseTo(dot(left!, left!) + dot(right!, right!), 12);
    expect(apart.images.lasting).toBeGreaterThan(same.images.lasting);
  });
});

describe('an estimate with two variances', () => {
  it('has its p-value where the interval ends at 0', () => {
    for (const [uncertain, df, known, knownDf] of [
      [1, 1, 0.01, 1e9],
      [1, 1, 100, 50],
      [1, 4, 1, 2.5],
      [0.001, 2, 1, 2],
      [1, 30, 0, 40],
      [1, 12, 1, 6],
      [0, 3, 1, 40],
      [0, 3, 1, 4],
    ] as const) {
      for (const estimate of [0.01, 0.5, 2, 8, 60]) {
        const { p } = estimateOfTwo(estimate, { uncertain, df, known, knownDf });
        // Where p is next to nothing the quantiles lose their digits, and nobody asks.
        if (p > 1e-9 && p < 1) {
          expect(halfWidth({ uncertain, df, known, knownDf }, 1 - p / 2) / estimate).toBeCloseTo(1, 4);
        }
        expect(p).toBeGreaterThanOrEqual(0);
      }
    }
    expect(estimateOfTwo(0, { uncertain: 1, df: 2, known: 1, knownDf: 3 }).p).toBe(1);
  });
});
