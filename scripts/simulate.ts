import { createRandom } from '../src/lab/random.ts';
import { type Contrast, contrast, type ScoreTable } from '../src/lab/statistics/contrast.ts';
import { tQuantile } from '../src/lab/statistics/distributions.ts';
import { imageVariance } from '../src/lab/statistics/image-variance.ts';
import { estimateOf, logitIntervalOf } from '../src/lab/statistics/intervals.ts';
import { mean, variance } from '../src/lab/statistics/moments.ts';
import { bearableVariance } from '../src/lab/statistics/power.ts';
import { coverage, type Method, THE_METHOD } from '../src/lab/statistics/testing/coverage.ts';
import { type Noise, noisyStudy } from '../src/lab/statistics/testing/noisy-study.ts';

// The tables of docs/studies.md: npm run simulate -- [STUDIES]
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

/** Of ties between two cells with a true difference: how often it is said that no number of seeds would do, and wrongly. */
function planning(noise: Noise, seeds: number): readonly string[] {
  const compared = (lane: number, trial: number, count: number) =>
    contrast(
      noisyStudy(
        createRandom(lane, count, trial),
        { seeds: count, positives: 60, negatives: 120, separations: [1.7, 1.6] },
        noise,
      ),
      [1, -1],
    )!;
  const lasting = mean(Array.from({ length: 40 }, (_, trial) => compared(41, trial, 60).images.lasting));
  const ties = Array.from({ length: trials }, (_, trial) => compared(43, trial, seeds)).filter(
    ({ p }) => p > 0.05,
  );
  const said = (claims: (tie: Contrast, bearable: number) => boolean) => {
    const bearable = (tie: Contrast) => bearableVariance({ difference: tie.estimate, alpha: 0.05 });
    const all = ties.filter((tie) => claims(tie, bearable(tie)));
    const wrong = all.filter((tie) => lasting <= bearable(tie));
    return [share(all.length / ties.length), all.length === 0 ? '–' : share(wrong.length / all.length)];
  };
  return [
    ...said(({ images }, bearable) => images.ofMean > bearable),
    ...said(({ images }, bearable) => images.lastingAtLeast > bearable),
    ...said(({ images }, bearable) => images.lasting > bearable && images.lastingAtLeast <= bearable),
  ];
}

write('\nplanning\n');
write(
  '| cell × image, seed × image | seeds | by the variance of the mean | wrong | will not settle | wrong | may not settle | wrong |',
);
write('|---|---|---|---|---|---|---|---|');
for (const [cellImage, seedImage] of [
  [0, 0.7],
  [0.2, 0.7],
  [0.4, 0.6],
  [0.6, 0.2],
] as const) {
  for (const seeds of [3, 5]) {
    const figures = planning({ seed: 0, image: 0.8, cellImage, seedImage }, seeds);
    write(`| ${[`${cellImage}, ${seedImage}`, seeds, ...figures].join(' | ')} |`);
  }
}
