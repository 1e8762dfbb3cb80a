import { type Contrast, contrast, type ScoreTable, satterthwaite } from '../statistics/contrast.ts';
import { holm } from '../statistics/holm.ts';
import { CONFIDENCE, type Interval, logitInterval } from '../statistics/intervals.ts';
import { dot, mean, variance } from '../statistics/moments.ts';
import { baselineCell } from './baseline.ts';
import { type Effect, effectsOf } from './effects.ts';
import type { Cell, Expansion } from './expand.ts';
import type { PartScore, ScoredRun } from './scored-run.ts';
import type { Study } from './study.ts';

export type Part = 'val' | 'test';

/** Level of all tests of a block together. */
export const ALPHA = 1 - CONFIDENCE;

/** Mean, spread and uncertainty of one cell on one part. */
export interface CellScore {
  readonly mean: number;
  /** Standard deviation over seeds; null below two. */
  readonly sd: number | null;
  /** 95 % for other seeds and other images; with one seed for other images only. Null at an AUC of 1. */
  readonly interval: Interval | null;
  readonly n: number;
}

/** How a cell stands against the best of its block. `open`: not enough runs to tell. */
export type Standing = 'best' | 'tied' | 'worse' | 'open';

/** A cell minus another, with its p-value adjusted for all that were compared along with it. */
export interface Comparison extends Contrast {
  readonly cell: string;
  readonly other: string;
  readonly adjustedP: number;
}

export interface CellAnalysis {
  readonly cell: Cell;
  /** Finished runs by seed. */
  readonly runs: readonly ScoredRun[];
  readonly val: CellScore | null;
  readonly test: CellScore | null;
  /** Against the baseline of the block, on the ranking part; null for the baseline itself or too few runs. */
  readonly versusBaseline: Comparison | null;
  /** The best of the block minus this one. */
  readonly behindBest: Comparison | null;
  readonly standing: Standing;
}

/** How much more val claims than test gives; null while one of them is unknown. */
export function valMinusTest({ val, test }: Pick<CellAnalysis, Part>): number | null {
  return val && test && val.mean - test.mean;
}

/** All cells of one data set. */
export interface BlockAnalysis {
  readonly key: string;
  readonly part: Part;
  readonly cells: readonly CellAnalysis[];
  /** Key of the baseline's cell. */
  readonly baseline: string;
  /** Key of the cell with the highest mean; null without runs. */
  readonly best: string | null;
  /** Seeds that all compared cells share. */
  readonly seeds: readonly number[];
  /** Cells in the comparisons. */
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
    const entries = inBlock.map((cell) => ({ cell, runs: byCell.get(cell.key)! }));
    return analyseBlock(block, entries, part, baselineCell(study.baseline, inBlock), (table, compared) =>
      effectsOf(factors, compared, table),
    );
  });
}

interface Entry {
  readonly cell: Cell;
  readonly runs: readonly ScoredRun[];
}

function analyseBlock(
  key: string,
  entries: readonly Entry[],
  part: Part,
  baseline: Cell,
  effects: (table: ScoreTable, compared: readonly Cell[]) => readonly Effect[],
): BlockAnalysis {
  const scores = entries.map(({ runs }) => ({ val: cellScore(runs, 'val'), test: cellScore(runs, 'test') }));
  const { compared, seeds } = comparable(entries, part);
  const table = compared.length > 1 && seeds.length > 1 ? scoreTable(compared, seeds, part) : null;
  const keys = compared.map(({ cell }) => cell.key);
  const best = bestOf(entries, scores, part);
  const pairs = keys.flatMap((left, index) => keys.slice(index + 1).map((right) => [left, right] as const));
  const all = table ? comparisons(table, keys, pairs) : [];
  const withBest = all.filter(({ cell, other }) => cell === best || other === best);
  const baselinePairs = keys
    .filter((other) => other !== baseline.key)
    .map((other) => [other, baseline.key] as const);
  const versus = table && keys.includes(baseline.key) ? comparisons(table, keys, baselinePairs) : [];
  return {
    key,
    part,
    baseline: baseline.key,
    best,
    seeds,
    compared: keys,
    pairs: pairs.length,
    effects: table
      ? effects(
          table,
          compared.map(({ cell }) => cell),
        )
      : [],
    cells: entries.map(({ cell, runs }, index) => {
      const behindBest = best === null ? null : oriented(withBest, best, cell.key);
      return {
        cell,
        runs,
        ...scores[index]!,
        versusBaseline: versus.find((comparison) => comparison.cell === cell.key) ?? null,
        behindBest,
        standing: standingOf(cell.key, best, behindBest, all.length > 0),
      };
    }),
  };
}

function bestOf(
  entries: readonly Entry[],
  scores: readonly Readonly<Record<Part, CellScore | null>>[],
  part: Part,
): string | null {
  let best: string | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [index, { cell }] of entries.entries()) {
    const score = scores[index]![part];
    if (!score || score.mean <= highest) continue;
    best = cell.key;
    highest = score.mean;
  }
  return best;
}

function standingOf(
  key: string,
  best: string | null,
  behindBest: Comparison | null,
  anyCompared: boolean,
): Standing {
  if (key === best && anyCompared) return 'best';
  if (!behindBest) return 'open';
  return behindBest.adjustedP <= ALPHA ? 'worse' : 'tied';
}

function cellScore(runs: readonly ScoredRun[], part: Part): CellScore | null {
  const scores = runs.flatMap((run) => run[part] ?? []);
  if (scores.length === 0) return null;
  const n = scores.length;
  const aucs = scores.map(({ auc }) => auc);
  const [influence] = jointInfluences([scores]);
  const itemVariance = dot(influence!, influence!);
  const seedVariance = n > 1 ? variance(aucs) / n : 0;
  const total = seedVariance + itemVariance;
  const average = mean(aucs);
  return {
    mean: average,
    sd: n > 1 ? Math.sqrt(variance(aucs)) : null,
    interval: logitInterval(average, total, CONFIDENCE, satterthwaite(seedVariance, n - 1, total)),
    n,
  };
}

/**
 * Cells that can be compared seed by seed, and the seeds they share: all with two or more runs, or, where these have
 * fewer than two seeds in common, those that are furthest.
 */
function comparable(
  entries: readonly Entry[],
  part: Part,
): { compared: readonly Entry[]; seeds: readonly number[] } {
  const usable = entries
    .map(({ cell, runs }) => ({ cell, runs: runs.filter((run) => run[part] !== null) }))
    .filter(({ runs }) => runs.length > 1);
  const seeds = sharedSeeds(usable);
  if (seeds.length > 1) return { compared: usable, seeds };
  const most = Math.max(0, ...usable.map(({ runs }) => runs.length));
  const furthest = usable.filter(({ runs }) => runs.length === most);
  return { compared: furthest, seeds: sharedSeeds(furthest) };
}

function sharedSeeds(entries: readonly Entry[]): readonly number[] {
  const [first, ...others] = entries;
  const seeds = first?.runs.map(({ seed }) => seed) ?? [];
  return seeds.filter((seed) => others.every(({ runs }) => runs.some((run) => run.seed === seed)));
}

function scoreTable(entries: readonly Entry[], seeds: readonly number[], part: Part): ScoreTable {
  const scores = entries.map(({ runs }) =>
    seeds.map((seed) => runs.find((run) => run.seed === seed)![part]!),
  );
  return {
    aucs: scores.map((row) => row.map(({ auc }) => auc)),
    influences: jointInfluences(scores),
  };
}

/**
 * The influences of each cell's mean over its runs, on the images of all of them together: runs scored on the same
 * images share their places, others (a leaky split draws another val part for each seed) have their own.
 */
function jointInfluences(cells: readonly (readonly PartScore[])[]): Float64Array[] {
  const places = new Map<string, number>();
  let length = 0;
  for (const { items, influence } of cells.flat()) {
    if (places.has(items)) continue;
    places.set(items, length);
    length += influence.length;
  }
  return cells.map((runs) => {
    const joint = new Float64Array(length);
    for (const { items, influence } of runs) {
      const start = places.get(items)!;
      influence.forEach((share, item) => {
        joint[start + item]! += share / runs.length;
      });
    }
    return joint;
  });
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
