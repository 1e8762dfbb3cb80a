import type { AucInfluence } from './auc-influence.ts';
import { type ImageShares, type ImageVariance, imageVariance } from './image-variance.ts';
import { CONFIDENCE, type Estimate, estimateOfTwo } from './intervals.ts';
import { mean, variance } from './moments.ts';
import { commonShare, type ResampledRun, varianceShare } from './resampled.ts';

/** One run as a table needs it. */
export interface TableRun extends AucInfluence, ImageShares, ResampledRun {}

/** Runs of several cells (recipes) over the same seeds, in one order: [cell][seed]. */
export type ScoreTable = readonly (readonly TableRun[])[];

/** A weighted sum of cell means, with the two sources of its uncertainty told apart. */
export interface Contrast extends Estimate {
  readonly seeds: number;
  /** Variance of the contrast from one seed to the next, what single trainings make of single images among it. */
  readonly seedVariance: number;
  /** Degrees of freedom of {@link seedVariance} for each seed but the first. */
  readonly dfPerSeed: number;
  /** Variance that comes from the finite number of scored images. */
  readonly images: ImageVariance;
}

/** Standard errors below this are rounding: AUCs are sums of some thousand terms of size 1 at most. */
const ROUNDING = 1e-12;

/**
 * Estimates Σ w · mean AUC with an interval that covers both other seeds and other images.
 *
 * - Seeds: the cells share their seeds, so the contrast is taken seed by seed. Its variance is the larger of its own
 *   and of the one pooled over all cells (residual of the two-way table cells × seeds): two or three seeds alone say
 *   little of a spread, and a cell that is wilder than the rest must not borrow their calm. Whichever it is brings its
 *   own degrees of freedom: seeds − 1, or (seeds − 1)(cells − 1).
 * - Images: what more seeds do not shrink, see {@link imageVariance}. What they do shrink is in the variance over seeds
 *   already.
 *
 * Where each run has a split of its own (folds, or drawn anew), the variance over runs holds that over images, and counts
 * for more, see {@link varianceShare}.
 *
 * The two are put together by Banerjee's interval, see {@link estimateOfTwo}; coverage by simulation is in
 * docs/studies.md. Where neither has any variance (perfect rankings beside constant ones, say), or a class has fewer than
 * three images, there is nothing to judge a difference by: the p-value is NaN, and the interval all that is possible.
 *
 * @param weights one a cell, with the sum 0
 * @returns null with fewer than two seeds, where the spread over seeds is unknown
 */
export function contrast(
  table: ScoreTable,
  weights: readonly number[],
  confidence = CONFIDENCE,
): Contrast | null {
  const seeds = table[0]!.length;
  if (seeds < 2) return null;
  const involved = weights.flatMap((weight, cell) => (weight === 0 ? [] : [{ weight, runs: table[cell]! }]));
  const bySeed = table[0]!.map((_, seed) =>
    involved.reduce((sum, { weight, runs }) => sum + weight * runs[seed]!.auc, 0),
  );
  // From the means, so that its sign is that of the means as they are shown, whatever the rounding.
  const { means, residual } = summaryOf(table);
  const estimate = weights.reduce((sum, weight, cell) => sum + weight * means[cell]!, 0);
  const squares = weights.reduce((sum, weight) => sum + weight ** 2, 0);
  const [own, pooled] = [variance(bySeed), residual * squares];
  const seedVariance = Math.max(own, pooled);
  const dfPerSeed = own > pooled ? 1 : table.length - 1;
  const images = imageVariance(
    bySeed.map((_, seed) => involved.map(({ weight, runs }) => ({ ...runs[seed]!, weight }))),
  );
  const splits = involved[0]!.runs;
  const variances = {
    uncertain: seedVariance * varianceShare(splits),
    df: dfPerSeed * (seeds - 1),
    known: images.lasting,
    knownDf: Math.min(...involved.flatMap(({ runs }) => runs.map((run) => run.df))),
  };
  // Not "<": what is no number shows no spread either.
  const isUndefined =
    variances.knownDf === 0 ||
    (!(variances.uncertain + variances.known >= ROUNDING ** 2) && !(Math.abs(estimate) <= ROUNDING));
  const range = weights.reduce((sum, weight) => sum + Math.abs(weight), 0) / 2;
  return {
    ...(isUndefined
      ? { estimate, standardError: Number.NaN, df: 0, interval: [-range, range] as const, p: Number.NaN }
      : estimateOfTwo(estimate, variances, confidence)),
    seeds,
    seedVariance,
    dfPerSeed,
    images: withCommon(images, seedVariance * commonShare(splits)),
  };
}

/** Where every run has a split of its own, what their training parts have in common does not shrink with more of them. */
function withCommon(images: ImageVariance, common: number): ImageVariance {
  return common > images.lasting ? { ...images, lasting: common, lastingAtLeast: 0 } : images;
}

interface TableSummary {
  readonly means: readonly number[];
  /** Mean square of what cell and seed means leave unexplained, with (cells − 1)(seeds − 1) degrees of freedom. */
  readonly residual: number;
}

/** Worked out once a table: a study asks for thousands of contrasts of the same one. */
const summaries = new WeakMap<ScoreTable, TableSummary>();

function summaryOf(table: ScoreTable): TableSummary {
  const known = summaries.get(table);
  if (known) return known;
  const aucs = table.map((runs) => runs.map(({ auc }) => auc));
  const [cells, seeds] = [aucs.length, aucs[0]!.length];
  const means = aucs.map(mean);
  const seedMeans = aucs[0]!.map((_, seed) => mean(aucs.map((row) => row[seed]!)));
  const grand = mean(means);
  let sum = 0;
  aucs.forEach((row, cell) => {
    row.forEach((value, seed) => {
      sum += (value - means[cell]! - seedMeans[seed]! + grand) ** 2;
    });
  });
  const summary = { means, residual: sum / ((cells - 1) * (seeds - 1)) };
  summaries.set(table, summary);
  return summary;
}
