import { normalQuantile } from './distributions.ts';
import { halfWidth } from './intervals.ts';

/** A true difference of the seen size should be found with this chance. */
export const POWER = 0.8;

/** Beyond so many seeds the answer is "more than anyone will train". */
export const MOST_SEEDS = 1000;

/** What a planned comparison is to tell apart, and against what noise. */
export interface PowerQuestion {
  /** Size of the difference, not 0. */
  readonly difference: number;
  /** Variance of the difference from one seed to the next. */
  readonly seedVariance: number;
  /** Degrees of freedom that each seed but the first adds to what is known of {@link seedVariance}. */
  readonly dfPerSeed: number;
  /** Variance from the finite number of scored images that more seeds do not shrink; see ImageVariance.lasting. */
  readonly lastingVariance: number;
  /** Two-sided level of the test, after what multiplicity takes. */
  readonly alpha: number;
}

/**
 * Fewest seeds (2 to {@link MOST_SEEDS}) at which the difference would be found with the chance {@link POWER}, by
 * quantiles about the centre in place of the noncentral distribution; null where no such number is enough.
 */
export function seedsNeeded(question: PowerQuestion): number | null {
  const enough = (seeds: number) => {
    const variances = {
      uncertain: question.seedVariance / seeds,
      df: (seeds - 1) * question.dfPerSeed,
      known: question.lastingVariance,
      knownDf: Number.POSITIVE_INFINITY,
    };
    const reach = halfWidth(variances, 1 - question.alpha / 2) + halfWidth(variances, POWER);
    return Math.abs(question.difference) >= reach;
  };
  if (!enough(MOST_SEEDS)) return null;
  let [low, high] = [1, MOST_SEEDS];
  // More seeds never make it harder, so the bound is found by halving.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The largest lasting variance under which seeds without end would find the difference with the chance {@link POWER}. */
export function bearableVariance({ difference, alpha }: Pick<PowerQuestion, 'difference' | 'alpha'>): number {
  return (difference / (normalQuantile(1 - alpha / 2) + normalQuantile(POWER))) ** 2;
}

/**
 * Scored images at which the difference would be found with the chance {@link POWER}, were there seeds without end: the
 * variance from images falls as 1 / images.
 *
 * @param images scored now
 */
export function imagesNeeded(question: PowerQuestion, images: number): number {
  return Math.ceil((images * question.lastingVariance) / bearableVariance(question));
}
