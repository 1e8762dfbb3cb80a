import { checkScores, VAL_SCORES } from '../src/lab/ranking/testing/val-scores.ts';
import { smallCoverage } from '../src/lab/statistics/testing/small-parts.ts';

// Two tables of docs/studies.md: npm run simulate:scores -- [STUDIES]
const trials = Number(process.argv[2] ?? 150);
const SEEDS = [2, 3, 5, 10];
const CALM = { auc: 0.93, jitter: 0.15, sway: 0.02, persistence: 0.6 };
const JITTERY = { auc: 0.93, jitter: 0.7, sway: 0.02, persistence: 0.3 };
/** Whose epochs are truly better and worse, so that choosing one pays. */
const SWAYING = { auc: 0.93, jitter: 0.3, sway: 0.12, persistence: 0.3 };

const share = (value: number) => value.toFixed(2);
const signed = (value: number) => {
  const size = Math.abs(value).toFixed(3);
  return Number(size) === 0 ? size : `${value < 0 ? '−' : '+'}${size}`;
};
const write = (line: string) => process.stdout.write(`${line}\n`);

write(`${trials} studies a row\n`);
for (const [name, other, sizes] of [
  ['jittery', JITTERY, [80, 200, 600]],
  ['swaying', SWAYING, [200]],
] as const) {
  const columns = [
    ...['images', 'score', 'bias: calm', name],
    ...[`coverage at ${SEEDS.join(', ')} seeds: calm`, name],
    ...[`lead of ${name} too high by`, 'wrong at 5 seeds'],
  ];
  write(`| ${columns.join(' | ')} |`);
  write(`|${columns.map(() => '---|').join('')}`);
  for (const images of sizes) {
    const checks = checkScores(VAL_SCORES, [CALM, other], {
      ...{ trials, images, positives: 0.35, epochs: 15 },
      seeds: SEEDS,
    });
    for (const [way, { bias, coverage, advantage, wrong }] of Object.entries(checks)) {
      const figures = [
        ...bias.map(signed),
        ...coverage.map((shares) => shares.map(share).join(' ')),
        signed(advantage),
        share(wrong),
      ];
      write(`| ${[images, way, ...figures].join(' | ')} |`);
    }
  }
  write('');
}

write('| images of each class | AUC | interval defined | holds | difference defined | holds |');
write('|---|---|---|---|---|---|');
for (const counts of [
  [80, 2],
  [80, 3],
  [80, 5],
  [80, 10],
  [80, 20],
  [60, 40, 30, 2],
  [60, 40, 30, 3],
  [60, 40, 30, 5],
  [60, 40, 30, 10],
]) {
  for (const [separation, auc] of [
    [1, 0.76],
    [2.2, 0.94],
  ] as const) {
    const { defined, held, differenceDefined, differenceHeld } = smallCoverage(
      10 * trials,
      counts,
      separation,
    );
    const figures = [defined, held, differenceDefined, differenceHeld].map((value) =>
      Number.isNaN(value) ? '–' : share(value),
    );
    write(`| ${[counts.join(', '), auc, ...figures].join(' | ')} |`);
  }
}
