import { CONFIDENCE, type Estimate, estimateOf } from './intervals.ts';
import { mean, variance } from './moments.ts';

/** Scores of several cells (recipes) over the same seeds, and the share that each scored image has in them. */
export interface ScoreTable {
  /** AUC [cell][seed]; every cell has the same seeds, in one order. */
  readonly aucs: readonly (readonly number[])[];
  /**
   * Influence of each cell's mean AUC, [cell][item]; see AucInfluence. All cells have the same items; one that a cell
   * was not scored on has 0 there.
   */
  readonly influences: readonly Float64Array[];
}

/** A weighted sum of cell means, with the two sources of its uncertainty told apart. */
export interface Contrast extends Estimate {
  readonly seeds: number;
  /** Variance of the contrast from one seed to the next. */
  readonly seedVariance: number;
  /** Degrees of freedom of {@link seedVariance}. */
  readonly seedDf: number;
  /** Variance that comes from the finite number of scored images: more seeds do not shrink it. */
  readonly itemVariance: number;
}

/**
 * Estimates Σ w · mean AUC with an interval that covers both other seeds and other images.
 *
 * - Seeds: the cells share their seeds, so the contrast is taken seed by seed. Its variance is the larger of its own
 *   and of the one pooled over all cells (residual of the two-way table cells × seeds): two or three seeds alone say
 *   little of a spread, and a cell that is wilder than the rest must not borrow their calm.
 * - Images: DeLong's variance, of the same contrast of the cells' influences.
 *
 * The two add up (as in Obuchowski & Rockette 1995, with seeds for readers), with Satterthwaite's degrees of freedom.
 *
 * @param weights one a cell, with the sum 0
 * @returns null with fewer than two seeds, where the spread over seeds is unknown
 */
export function contrast(
  { aucs, influences }: ScoreTable,
  weights: readonly number[],
  confidence = CONFIDENCE,
): Contrast | null {
  const seeds = aucs[0]!.length;
  if (seeds < 2) return null;
  const involved = weights.flatMap((weight, cell) =>
    weight === 0 ? [] : [{ weight, scores: aucs[cell]!, influence: influences[cell]! }],
  );
  const bySeed = Array.from({ length: seeds }, (_, seed) =>
    involved.reduce((sum, { weight, scores }) => sum + weight * scores[seed]!, 0),
  );
  const squares = involved.reduce((sum, { weight }) => sum + weight ** 2, 0);
  const seedVariance = Math.max(variance(bySeed), residualVariance(aucs) * squares);
  const seedDf = (seeds - 1) * (aucs.length - 1);
  const itemVariance = itemVarianceOf(involved);
  const total = seedVariance / seeds + itemVariance;
  const df = satterthwaite(seedVariance / seeds, seedDf, total);
  return {
    ...estimateOf(mean(bySeed), Math.sqrt(total), df, confidence),
    seeds,
    seedVariance,
    seedDf,
    itemVariance,
  };
}

/** Degrees of freedom of a sum of a variance known to `df` degrees and one taken as known. */
export function satterthwaite(uncertain: number, df: number, total: number): number {
  return uncertain === 0 ? Number.POSITIVE_INFINITY : df * (total / uncertain) ** 2;
}

/** Worked out once a table: a study asks for thousands of contrasts of the same one. */
const residuals = new WeakMap<ScoreTable['aucs'], number>();

/** Mean square of what cell and seed means leave unexplained, with (cells − 1)(seeds − 1) degrees of freedom. */
function residualVariance(aucs: ScoreTable['aucs']): number {
  const known = residuals.get(aucs);
  if (known !== undefined) return known;
  const [cells, seeds] = [aucs.length, aucs[0]!.length];
  const cellMeans = aucs.map(mean);
  const seedMeans = aucs[0]!.map((_, seed) => mean(aucs.map((row) => row[seed]!)));
  const grand = mean(cellMeans);
  let sum = 0;
  aucs.forEach((row, cell) => {
    row.forEach((value, seed) => {
      sum += (value - cellMeans[cell]! - seedMeans[seed]! + grand) ** 2;
    });
  });
  const residual = sum / ((cells - 1) * (seeds - 1));
  residuals.set(aucs, residual);
  return residual;
}

function itemVarianceOf(
  involved: readonly { readonly weight: number; readonly influence: Float64Array }[],
): number {
  let sum = 0;
  for (let item = 0; item < (involved[0]?.influence.length ?? 0); item++) {
    let share = 0;
    for (const { weight, influence } of involved) share += weight * influence[item]!;
    sum += share ** 2;
  }
  return sum;
}
