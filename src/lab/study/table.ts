import { type CsvValue, csv } from '../csv.ts';
import { markdownTable } from '../markdown.ts';
import { type BlockAnalysis, type CellAnalysis, type CellScore, valMinusTest } from './analyse.ts';
import type { Expansion, Factor, PlannedRun } from './expand.ts';
import { type ScoredRun, VAL_NAMES } from './scored-run.ts';
import { ranked, runsText, standingText } from './standing.ts';
import { stepsOf, stepsOfRun, stepsText } from './steps.ts';
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
  const columns = [
    'runs',
    'planned',
    'steps_fewest',
    'steps_most',
    'mean_over_seeds',
    'val_is',
    ...score('val'),
    'best_epoch_val_auc_mean',
    'standing',
    'missing_seeds',
    ...['difference', 'low', 'high', 'p_holm'].map((column) => `vs_baseline_${column}`),
    ...['difference', 'low', 'high', 'p_holm'].map((column) => `behind_best_${column}`),
    ...(testOpened ? [...score('test'), 'val_minus_test'] : []),
    'cell_key',
  ];
  const header = withFactors(['data', 'cell'], factors, columns);
  const comparison = (of: CellAnalysis['behindBest']) =>
    of
      ? [of.estimate, ...of.interval, Number.isNaN(of.adjustedP) ? null : of.adjustedP]
      : [null, null, null, null];
  const rows = blocks.flatMap((block) =>
    block.cells.map((analysis): CsvValue[] => [
      names.get(block.key),
      analysis.cell.name,
      ...factors.map(({ name }) => analysis.cell.levels[name]),
      analysis.runs.length,
      seeds,
      ...(stepsOf(analysis.runs) ?? [null, null]),
      analysis[block.part]?.seeds.join(' '),
      block.valKind,
      ...scoreValues(analysis.val),
      analysis.bestVal?.mean,
      analysis.standing,
      analysis.standing === 'open' ? analysis.missing.join(' ') : null,
      ...comparison(analysis.versusBaseline),
      ...comparison(analysis.behindBest),
      ...(testOpened ? [...scoreValues(analysis.test), valMinusTest(analysis)] : []),
      analysis.cell.key,
    ]),
  );
  return csv([header, ...rows]);
}

/**
 * The columns of factors between others. Factors are called as people like, but no two columns alike: "epochs" is a column
 * of its own.
 */
function withFactors(
  before: readonly string[],
  factors: readonly Factor[],
  after: readonly string[],
): readonly string[] {
  const taken = new Set([...before, ...after]);
  const columns = factors.map(({ name }) => {
    let column = name;
    while (taken.has(column)) column += ' (factor)';
    taken.add(column);
    return column;
  });
  return [...before, ...columns, ...after];
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
  const columns = [
    'seed',
    'val_is',
    'val_auc',
    'best_epoch_val_auc',
    'best_epoch',
    'epochs',
    'steps',
    'images_per_second',
    'seconds',
    'backend',
    'lab',
    'fingerprint',
    ...(testOpened ? ['test_auc', 'test_acc'] : []),
  ];
  const header = withFactors(['key', 'data', 'cell'], factors, columns);
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
        run.valKind,
        val.auc,
        run.bestVal.auc,
        summary.bestEpoch,
        summary.epochs,
        stepsOfRun(run),
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

/** The cells of a block as a Markdown table, the best first, those that are not compared last. */
export function blockMarkdown(block: BlockAnalysis, testOpened: boolean): string {
  const header = [
    'cell',
    'runs',
    'steps',
    `${VAL_NAMES[block.valKind]} (95 % interval)`,
    'sd',
    ...(block.valKind === 'cross-fitted' ? ['AUC, best epoch'] : []),
    'vs baseline',
    'standing',
    ...(testOpened ? ['test AUC (95 % interval)', 'sd', 'val − test'] : []),
  ];
  const rows = ranked(block).map((analysis) => {
    const { cell, val, bestVal, test, versusBaseline } = analysis;
    return [
      cell.name,
      runsText(analysis, block),
      stepsText(analysis),
      scoreText(val),
      val?.sd?.toFixed(3) ?? '–',
      ...(block.valKind === 'cross-fitted' ? [bestVal ? formatAuc(bestVal.mean) : '–'] : []),
      cell.key === block.baseline ? 'baseline' : differenceText(versusBaseline),
      standingText(analysis, block),
      ...(testOpened ? [scoreText(test), test?.sd?.toFixed(3) ?? '–', gapText({ val, test })] : []),
    ];
  });
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
