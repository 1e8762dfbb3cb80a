import type { Interval } from '../statistics/intervals.ts';
import { type MeanAuc, meanAuc } from '../statistics/mean-auc.ts';
import type { StressName } from './registry.ts';
import { meanScore, type StressScores, underStress } from './stress-scores.ts';

/** One point of a stress curve. */
export interface StressPoint {
  /** 0: the part as it is. */
  readonly severity: number;
  readonly auc: number;
  /** 95 %; null where it is not defined, see meanAuc. */
  readonly interval: Interval | null;
}

/**
 * AUC against severity of one recipe: the mean over its seeds, with the interval of {@link meanAuc} at each severity by
 * itself (pointwise).
 *
 * @param runs one a seed, at least one
 */
export function stressCurve(runs: readonly StressScores[], name: StressName): readonly StressPoint[] {
  const severities = [0, ...runs[0]!.stressed[name].map((_, place) => place + 1)];
  return severities.map((severity) => {
    const { mean, interval } = meanAuc(
      runs.map(({ clean, stressed }) => (severity === 0 ? clean : stressed[name][severity - 1]!)),
    );
    return { severity, auc: mean, interval };
  });
}

/** What a recipe scores under one stress, over all severities; the name null: under all of them. */
export function stressMean(runs: readonly StressScores[], name: StressName | null): MeanAuc {
  return meanAuc(runs.map((run) => (name === null ? underStress(run) : meanScore(run.stressed[name]))));
}
