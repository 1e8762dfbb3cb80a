import { type Contrast, contrast, type ScoreTable } from '../statistics/contrast.ts';
import { holm } from '../statistics/holm.ts';
import { CONFIDENCE } from '../statistics/intervals.ts';
import { type MeanAuc, meanAuc } from '../statistics/mean-auc.ts';
import { baselineCell } from './baseline.ts';
import { comparable } from './comparable.ts';
import { type Effect, effectsOf } from './effects.ts';
import type { Cell, Expansion } from './expand.ts';
import { byBestEpoch, type PartScore, type ScoredRun, type ValKind } from './scored-run.ts';
import type { Study } from './study.ts';

export type Part = 'val' | 'test';

/** Level of all tests of a block together. */
export const ALPHA = 1 - CONFIDENCE;

/**
 * One cell on one part: over the seeds that all compared cells share, so that means can be held against each other; of a
 * cell that is not compared, over all it has.
 */
export interface CellScore extends MeanAuc {
  readonly seeds: readonly number[];
}

/**
 * How a compared cell stands against the best of them: `worse` where the best is ahead with an adjusted p of at most
 * {@link ALPHA}, else `tied`. `open`: not compared, or nothing to judge the difference by.
 */
export type Standing = 'best' | 'tied' | 'worse' | 'open';

/** A cell minus another, with its p-value adjusted for all that were compared along with it. */
export interface Comparison extends Contrast {
  readonly cell: string;
  readonly other: string;
  /** NaN where the comparison is not defined, see contrast. */
  readonly adjustedP: number;
}

export interface CellAnalysis {
  readonly cell: Cell;
  /** Finished runs by seed. */
  readonly runs: readonly ScoredRun[];
  readonly val: CellScore | null;
  /** Of the best epochs, chosen on the same images: too high, and nothing is compared by it. */
  readonly bestVal: CellScore | null;
  readonly test: CellScore | null;
  /** Against the baseline of the block, on the ranking part; null for the baseline itself or where one is not compared. */
  readonly versusBaseline: Comparison | null;
  /** The best of the block minus this one; null for the best itself and for cells that are not compared. */
  readonly behindBest: Comparison | null;
  readonly standing: Standing;
  /** Seeds that a cell lacks to be compared with those that are (or, where none are, with any). */
  readonly missing: readonly number[];
}

/** How much more val claims than test gives; null while one of them is unknown, or known of other seeds. */
export function valMinusTest({ val, test }: Pick<CellAnalysis, Part>): number | null {
  return val && test && val.seeds.join() === test.seeds.join() ? val.mean - test.mean : null;
}

/** All cells of one data set. */
export interface BlockAnalysis {
  readonly key: string;
  readonly part: Part;
  /** What the val scores of all its runs are. */
  readonly valKind: ValKind;
  readonly cells: readonly CellAnalysis[];
  /** Key of the baseline's cell. */
  readonly baseline: string;
  /** Key of the compared cell with the highest mean; null where none are compared. */
  readonly best: string | null;
  /** Seeds that all compared cells share; see comparable. */
  readonly seeds: readonly number[];
  /** Keys of the compared cells: none, or two or more. */
  readonly compared: readonly string[];
  /** Pairs that the p-values are adjusted for. */
  readonly pairs: number;
  readonly effects: readonly Effect[];
}

/**
 * The whole study in figures: cells, differences, effects; one block for each data set, as AUCs of different sets say
 * nothing about each other.
 *
 * @param runs finished runs by PlannedRun.key: a key counts once, whatever happened before
 * @param part what is ranked and compared by; as the study says, unless another part is looked at
 */
export function analyseStudy(
  study: Study,
  { factors, cells, runs: planned }: Expansion,
  runs: ReadonlyMap<string, ScoredRun>,
  part: Part = study.rankBy,
): readonly BlockAnalysis[] {
  const byCell = new Map<string, ScoredRun[]>(cells.map(({ key }) => [key, []]));
  for (const { key, cell } of planned) {
    const run = runs.get(key);
    if (run) byCell.get(cell.key)!.push(run);
  }
  return [...new Set(cells.map(({ block }) => block))].map((block) => {
    const inBlock = cells.filter((cell) => cell.block === block);
    return analyseBlock(
      { key: block, part, baseline: baselineCell(study.baseline, inBlock).key, planned: study.seeds },
      inBlock.map((cell) => ({ cell, runs: byCell.get(cell.key)! })),
      (table, compared) => effectsOf(factors, compared, table),
    );
  });
}

/**
 * Cells of one data set that no study has planned, compared on val as those of a study are; the first is the baseline.
 *
 * @param entries one or more
 */
export function analyseCells(entries: readonly Entry[]): BlockAnalysis {
  const { key, block } = entries[0]!.cell;
  return analyseBlock({ key: block, part: 'val', baseline: key, planned: [] }, entries, () => []);
}

interface Entry {
  readonly cell: Cell;
  readonly runs: readonly ScoredRun[];
}

function analyseBlock(
  {
    key,
    part,
    baseline,
    planned,
  }: {
    readonly key: string;
    readonly part: Part;
    readonly baseline: string;
    readonly planned: readonly number[];
  },
  all: readonly Entry[],
  effects: (table: ScoreTable, compared: readonly Cell[]) => readonly Effect[],
): BlockAnalysis {
  // Where one run has no cross-fitted score, all are taken by their best epoch: too high for each of them alike.
  const kinds = new Set(all.flatMap(({ runs }) => runs.map((run) => run.valKind)));
  const valKind: ValKind =
    kinds.size === 0 ? 'cross-fitted' : kinds.size === 1 ? [...kinds][0]! : 'best-epoch';
  const entries = all.map(({ cell, runs: own }) => {
    const runs = kinds.size > 1 ? own.map(byBestEpoch) : own;
    return { cell, runs, seeds: seedsOf(runs, part) };
  });
  const { cells: compared, seeds } = comparable(entries);
  const table = compared.map(({ runs }) => scoresOf(runs, part, seeds));
  const keys = compared.map(({ cell }) => cell.key);
  const scores = new Map(
    entries.map(({ cell, runs, seeds: own }) => {
      const over = keys.includes(cell.key) ? seeds : own;
      const score = (of: 'val' | 'bestVal' | 'test') => cellScore(runs, of, over);
      return [cell.key, { val: score('val'), bestVal: score('bestVal'), test: score('test') }];
    }),
  );
  const best = highest(keys, (cell) => scores.get(cell)![part]!.mean);
  const pairs = keys.flatMap((left, index) => keys.slice(index + 1).map((right) => [left, right] as const));
  const differences = comparisons(table, keys, pairs);
  const withBest = differences.filter(({ cell, other }) => cell === best || other === best);
  const versus = keys.includes(baseline)
    ? comparisons(
        table,
        keys,
        keys.filter((other) => other !== baseline).map((other) => [other, baseline] as const),
      )
    : [];
  const wanted = seeds.length > 0 ? seeds : planned;
  return {
    key,
    part,
    valKind,
    baseline,
    best,
    seeds,
    compared: keys,
    pairs: differences.filter(({ p }) => !Number.isNaN(p)).length,
    effects:
      table.length === 0
        ? []
        : effects(
            table,
            compared.map(({ cell }) => cell),
          ),
    cells: entries.map(({ cell, runs, seeds: own }) => {
      const behindBest = best === null ? null : oriented(withBest, best, cell.key);
      return {
        cell,
        runs,
        ...scores.get(cell.key)!,
        versusBaseline: versus.find((comparison) => comparison.cell === cell.key) ?? null,
        behindBest,
        standing: standingOf(cell.key, best, behindBest),
        missing: wanted.filter((seed) => !own.includes(seed)),
      };
    }),
  };
}

function highest(keys: readonly string[], value: (key: string) => number): string | null {
  return keys.reduce<string | null>(
    (best, key) => (best === null || value(key) > value(best) ? key : best),
    null,
  );
}

function standingOf(key: string, best: string | null, behindBest: Comparison | null): Standing {
  if (key === best) return 'best';
  if (!behindBest || Number.isNaN(behindBest.adjustedP)) return 'open';
  return behindBest.estimate > 0 && behindBest.adjustedP <= ALPHA ? 'worse' : 'tied';
}

/** A score that is no number can be compared with nothing. */
function scoreOf(run: ScoredRun, part: Part | 'bestVal'): PartScore | null {
  const score = run[part];
  return score && Number.isFinite(score.auc) ? score : null;
}

function seedsOf(runs: readonly ScoredRun[], part: Part | 'bestVal'): readonly number[] {
  return runs.filter((run) => scoreOf(run, part)).map(({ seed }) => seed);
}

/** The scores at those of the seeds that have one, in their order. */
function scoresOf(
  runs: readonly ScoredRun[],
  part: Part | 'bestVal',
  seeds: readonly number[],
): readonly PartScore[] {
  const bySeed = new Map(runs.map((run) => [run.seed, scoreOf(run, part)]));
  return seeds.flatMap((seed) => bySeed.get(seed) ?? []);
}

function cellScore(
  runs: readonly ScoredRun[],
  part: Part | 'bestVal',
  wanted: readonly number[],
): CellScore | null {
  const known = seedsOf(runs, part);
  const seeds = wanted.filter((seed) => known.includes(seed));
  if (seeds.length === 0) return null;
  return { ...meanAuc(scoresOf(runs, part, seeds)), seeds };
}

function comparisons(
  table: ScoreTable,
  keys: readonly string[],
  pairs: readonly (readonly [string, string])[],
): Comparison[] {
  const found = pairs.map(([cell, other]) => ({
    cell,
    other,
    ...contrast(
      table,
      keys.map((key) => (key === cell ? 1 : key === other ? -1 : 0)),
    )!,
  }));
  const adjusted = holm(found.map(({ p }) => p));
  return found.map((comparison, index) => ({ ...comparison, adjustedP: adjusted[index]! }));
}

/** The comparison of two cells with the first one first. */
function oriented(all: readonly Comparison[], cell: string, other: string): Comparison | null {
  const direct = all.find((comparison) => comparison.cell === cell && comparison.other === other);
  if (direct) return direct;
  const reverse = all.find((comparison) => comparison.cell === other && comparison.other === cell);
  if (!reverse) return null;
  const [low, high] = reverse.interval;
  return { ...reverse, cell, other, estimate: -reverse.estimate, interval: [-high, -low] };
}
