import type { TableRun } from './contrast.ts';
import { imageVariance } from './image-variance.ts';
import { CONFIDENCE, halfWidth, type Interval, logitIntervalOf } from './intervals.ts';
import { mean, variance } from './moments.ts';
import { varianceShare } from './resampled.ts';

/** Mean and spread of one recipe's AUC. */
export interface MeanAuc {
  readonly mean: number;
  /** Standard deviation over seeds; null below two. */
  readonly sd: number | null;
  /**
   * 95 % for other seeds and other images; with one seed for other images only. Null at an AUC of 1,
   * and where a class has fewer than three images.
   */
  readonly interval: Interval | null;
  /** 95 % for other images with these very seeds; null as above. */
  readonly ofTheseSeeds: Interval | null;
}

/**
 * The mean over seeds with its interval, on the logit scale: the variance over seeds, with what single trainings make of
 * single images in it, and the image variance that more seeds do not shrink; see contrast.
 *
 * @param runs one a seed, at least one
 */
export function meanAuc(runs: readonly TableRun[]): MeanAuc {
  const aucs = runs.map(({ auc }) => auc);
  const average = mean(aucs);
  const spread = runs.length > 1 ? variance(aucs) : null;
  const { lasting, ofMean } = imageVariance(runs.map((run) => [{ ...run, weight: 1 }]));
  const variances = {
    uncertain: (spread ?? 0) * varianceShare(runs),
    df: runs.length - 1,
    known: lasting,
    knownDf: Math.min(...runs.map((run) => run.df)),
  };
  const around = (half: number) => (variances.knownDf > 0 ? logitIntervalOf(average, half) : null);
  const share = (1 + CONFIDENCE) / 2;
  return {
    mean: average,
    sd: spread === null ? null : Math.sqrt(spread),
    interval: around(halfWidth(variances, share)),
    ofTheseSeeds: around(halfWidth({ ...variances, uncertain: 0, known: ofMean }, share)),
  };
}
