import { type Contrast, contrast, type ScoreTable } from '../src/lab/statistics/contrast.ts';
import { tQuantile } from '../src/lab/statistics/distributions.ts';
import { imageVariance } from '../src/lab/statistics/image-variance.ts';
import { estimateOf, logitIntervalOf } from '../src/lab/statistics/intervals.ts';
import { mean, variance } from '../src/lab/statistics/moments.ts';
import { coverage, type Method, THE_METHOD } from '../src/lab/statistics/testing/coverage.ts';
import type { Noise } from '../src/lab/statistics/testing/noisy-study.ts';

// The coverage table of docs/studies.md: npm run simulate -- [STUDIES]
const trials = Number(process.argv[2] ?? 4000);
const SEEDS = [2, 3, 5, 10];
const SEPARATIONS = [1.6, 1.6, 1.6, 1.6];

const NOISES: Readonly<Record<string, Noise>> = {
  seed: { seed: 0.3, image: 1, cellImage: 0, seedImage: 0 },
  image: { seed: 0, image: 0.8, cellImage: 0.6, seedImage: 0 },
  'seed, image': { seed: 0.3, image: 0.8, cellImage: 0.6, seedImage: 0 },
  'seed × image': { seed: 0, image: 0.8, cellImage: 0, seedImage: 0.7 },
  'all three': { seed: 0.2, image: 0.8, cellImage: 0.4, seedImage: 0.6 },
  'first cell wild': { seed: 0.1, image: 0.8, cellImage: 0.1, seedImage: 0.1, wildSeed: 0.4 },
};

/** Which share of the image variance is added to that over seeds, and whose degrees of freedom go with the latter. */
function satterthwaite(image: 'ofMean' | 'lasting', df: 'pooled' | 'own'): Method {
  const degrees = (uncertain: number, ofUncertain: number, total: number) =>
    uncertain === 0 ? Number.POSITIVE_INFINITY : ofUncertain * (total / uncertain) ** 2;
  return {
    cell: (runs) => {
      const aucs = runs.map(({ auc }) => auc);
      const fromSeeds = variance(aucs) / runs.length;
      const total = fromSeeds + imageVariance(runs.map((run) => [{ ...run, weight: 1 }]))[image];
      const t = tQuantile(0.975, degrees(fromSeeds, runs.length - 1, total));
      return logitIntervalOf(mean(aucs), t * Math.sqrt(total));
    },
    compare: (table: ScoreTable, weights) => {
      const found: Contrast = contrast(table, weights)!;
      const fromSeeds = found.seedVariance / found.seeds;
      const total = fromSeeds + found.images[image];
      const dfPerSeed = df === 'own' ? found.dfPerSeed : table.length - 1;
      const all = degrees(fromSeeds, dfPerSeed * (found.seeds - 1), total);
      return estimateOf(found.estimate, Math.sqrt(total), all);
    },
  };
}

const METHODS: Readonly<Record<string, Method>> = {
  before: satterthwaite('ofMean', 'pooled'),
  'lasting, Satterthwaite': satterthwaite('lasting', 'own'),
  'lasting, Banerjee': THE_METHOD,
};

const share = (value: number) => value.toFixed(3).replace(/^0/, '');
const write = (line: string) => process.stdout.write(`${line}\n`);

write(`${trials} studies a row; the standard error of .95 is ${share(Math.sqrt((0.95 * 0.05) / trials))}.`);
for (const [method, how] of Object.entries(METHODS)) {
  write(`\n${method}\n`);
  write('| noise | seeds | cell | width | difference | width | any told apart | a winner |');
  write('|---|---|---|---|---|---|---|---|');
  for (const [name, noise] of Object.entries(NOISES)) {
    for (const seeds of SEEDS) {
      const shape = { seeds, positives: 60, negatives: 120, separations: SEPARATIONS };
      const { cell, cellWidth, difference, differenceWidth, anyTold, winner } = coverage(
        trials,
        shape,
        noise,
        how,
      );
      const figures = [cell, cellWidth, difference, differenceWidth, anyTold, winner].map(share);
      write(`| ${[name, seeds, ...figures].join(' | ')} |`);
    }
  }
}
