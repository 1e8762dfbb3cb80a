import { type CsvValue, csv } from '../csv.ts';
import { markdownTable } from '../markdown.ts';
import { type BlockAnalysis, type CellAnalysis, type CellScore, valMinusTest } from './analyse.ts';
import type { Expansion, PlannedRun } from './expand.ts';
import type { ScoredRun } from './scored-run.ts';
import { formatAuc, formatDifference, formatP } from './verdict.ts';

/** One row for each cell; test columns only where the test part has been opened. */
export function cellsCsv(
  { factors }: Expansion,
  blocks: readonly BlockAnalysis[],
  names: ReadonlyMap<string, string>,
  seeds: number,
  testOpened: boolean,
): string {
  const score = (part: string) => ['mean', 'sd', 'low', 'high'].map((column) => `${part}_auc_${column}`);
  const header = [
    'data',
    'cell',
    ...factors.map(({ name }) => `${FACTOR}${name}`),
    'runs',
    'planned',
    ...score('val'),
    'standing',
    ...['difference', 'low', 'high', 'p_holm'].map((column) => `vs_baseline_${column}`),
    ...['difference', 'low', 'high', 'p_holm'].map((column) => `behind_best_${column}`),
    ...(testOpened ? [...score('test'), 'val_minus_test'] : []),
    'cell_key',
  ];
  const comparison = (of: CellAnalysis['behindBest']) =>
    of ? [of.estimate, ...of.interval, of.adjustedP] : [null, null, null, null];
  const rows = blocks.flatMap((block) =>
    block.cells.map((analysis): CsvValue[] => [
      names.get(block.key),
      analysis.cell.name,
      ...factors.map(({ name }) => analysis.cell.levels[name]),
      analysis.runs.length,
      seeds,
      ...scoreValues(analysis.val),
      analysis.standing,
      ...comparison(analysis.versusBaseline),
      ...comparison(analysis.behindBest),
      ...(testOpened ? [...scoreValues(analysis.test), valMinusTest(analysis)] : []),
      analysis.cell.key,
    ]),
  );
  return csv([header, ...rows]);
}

/** Factors are called as people like, but no two columns alike: "epochs" is a column of its own. */
function factorColumns(factors: readonly Factor[], others: readonly string[]): readonly string[] {
  const taken = new Set(others);
  return factors.map(({ name }) => {
    let column = name;
    while (taken.has(column)) column += ' (factor)';
    taken.add(column);
    return column;
  });
}

function scoreValues(score: CellScore | null): CsvValue[] {
  return [score?.mean, score?.sd, score?.interval?.[0], score?.interval?.[1]];
}

/** One row for each run. */
export function runsCsv(
  { factors, runs: planned }: Expansion,
  runs: ReadonlyMap<string, ScoredRun>,
  names: ReadonlyMap<string, string>,
  testOpened: boolean,
): string {
  const header = [
    'key',
    'data',
    'cell',
    ...factors.map(({ name }) => `${FACTOR}${name}`),
    'seed',
    'val_auc',
    'best_epoch',
    'epochs',
    'images_per_second',
    'seconds',
    'backend',
    'lab',
    'fingerprint',
    ...(testOpened ? ['test_auc', 'test_acc'] : []),
  ];
  const rows = planned.flatMap(({ key, cell, seed }: PlannedRun): CsvValue[][] => {
    const run = runs.get(key);
    if (!run) return [];
    const { record, val } = run;
    const summary = record.summary!;
    return [
      [
        key,
        names.get(cell.block),
        cell.name,
        ...factors.map(({ name }) => cell.levels[name]),
        seed,
        val.auc,
        summary.bestEpoch,
        summary.epochs,
        summary.imagesPerSecond,
        summary.seconds,
        record.backend,
        record.versions.lab,
        record.dataset.fingerprint,
        ...(testOpened ? [summary.test?.auc, summary.test?.acc] : []),
      ],
    ];
  });
  return csv([header, ...rows]);
}

/** The cells of a block as a Markdown table, the best first. */
export function blockMarkdown(block: BlockAnalysis, testOpened: boolean): string {
  const ranked = block.cells.toSorted(
    (a, b) =>
      (b[block.part]?.mean ?? Number.NEGATIVE_INFINITY) - (a[block.part]?.mean ?? Number.NEGATIVE_INFINITY),
  );
  const header = [
    'cell',
    'runs',
    'val AUC (95 % interval)',
    'sd',
    'vs baseline',
    'standing',
    ...(testOpened ? ['test AUC (95 % interval)', 'sd', 'val − test'] : []),
  ];
  const rows = ranked.map(({ cell, runs, val, test, versusBaseline, standing }) => [
    cell.name,
    String(runs.length),
    scoreText(val),
    val?.sd?.toFixed(3) ?? '–',
    cell.key === block.baseline ? 'baseline' : differenceText(versusBaseline),
    standing,
    ...(testOpened ? [scoreText(test), test?.sd?.toFixed(3) ?? '–', gapText({ val, test })] : []),
  ]);
  return markdownTable(header, rows);
}

function scoreText(score: CellScore | null): string {
  if (!score) return '–';
  const { mean, interval } = score;
  return interval
    ? `${formatAuc(mean)} (${formatAuc(interval[0])} to ${formatAuc(interval[1])})`
    : formatAuc(mean);
}

function gapText(scores: Pick<CellAnalysis, 'val' | 'test'>): string {
  const gap = valMinusTest(scores);
  return gap === null ? '–' : formatDifference(gap);
}

function differenceText(comparison: CellAnalysis['versusBaseline']): string {
  if (!comparison) return '–';
  const [low, high] = comparison.interval;
  return `${formatDifference(comparison.estimate)} (${formatDifference(low)} to ${formatDifference(high)}; ${formatP(comparison.adjustedP)})`;
}
