import { type SplitStudy, splitCoverage } from '../src/lab/statistics/testing/split-study.ts';

// A table of docs/studies.md: npm run simulate:splits -- [STUDIES]
const trials = Number(process.argv[2] ?? 2000);
const SPLITS: readonly [string, Pick<SplitStudy, 'runs' | 'split'>][] = [
  ['5 folds', { runs: 5, split: { folds: 5 } }],
  ['10 folds', { runs: 10, split: { folds: 10 } }],
  ['5 folds, twice', { runs: 10, split: { folds: 5 } }],
  ['drawn anew, 10 % val, 5 runs', { runs: 5, split: { val: 0.1 } }],
  ['drawn anew, 10 % val, 10 runs', { runs: 10, split: { val: 0.1 } }],
  ['drawn anew, 25 % val, 10 runs', { runs: 10, split: { val: 0.25 } }],
];
const NOISES: readonly [string, Pick<SplitStudy, 'trained' | 'seed'>][] = [
  ['none', { trained: 0, seed: 0 }],
  ['seed', { trained: 0, seed: 0.15 }],
  ['training part', { trained: 0.15, seed: 0 }],
  ['both', { trained: 0.15, seed: 0.15 }],
];

const share = (value: number) => value.toFixed(3);
const write = (line: string) => process.stdout.write(`${line}\n`);

write(`${trials} studies a row, 600 images`);
write(
  '| splits | noise | mean: as independent | corrected | difference: as independent | corrected | width |',
);
write('|---|---|---|---|---|---|---|');
for (const [name, split] of SPLITS) {
  for (const [noise, spreads] of NOISES) {
    const found = splitCoverage(trials, { images: 600, ...split, ...spreads });
    const { mean, naiveMean, difference, naiveDifference, width, naiveWidth } = found;
    const figures = [naiveMean, mean, naiveDifference, difference].map(share);
    write(`| ${[name, noise, ...figures, `× ${(width / naiveWidth).toFixed(2)}`].join(' | ')} |`);
  }
}
