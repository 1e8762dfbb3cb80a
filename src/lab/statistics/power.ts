import { satterthwaite } from './contrast.ts';
import { normalQuantile, tQuantile } from './distributions.ts';

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
  /** Variance from the finite number of scored images. */
  readonly itemVariance: number;
  /** Cells that the spread over seeds is pooled over, at least 2. */
  readonly cells: number;
  /** Two-sided level of the test, after what multiplicity takes. */
  readonly alpha: number;
}

/**
 * Fewest seeds (2 to {@link MOST_SEEDS}) at which the difference would be found with the chance {@link POWER}, by
 * Student's t in place of the noncentral one; null where no such number is enough, as the images limit it.
 */
export function seedsNeeded(question: PowerQuestion): number | null {
  const enough = (seeds: number) => {
    const fromSeeds = question.seedVariance / seeds;
    const total = fromSeeds + question.itemVariance;
    const df = satterthwaite(fromSeeds, (seeds - 1) * (question.cells - 1), total);
    const reach = tQuantile(1 - question.alpha / 2, df) + tQuantile(POWER, df);
    return Math.abs(question.difference) >= reach * Math.sqrt(total);
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

/**
 * Scored images at which the difference would be found with the chance {@link POWER}, were there seeds without end.
 * DeLong's variance falls as 1 / images.
 *
 * @param images scored now
 */
export function imagesNeeded(question: PowerQuestion, images: number): number {
  const reach = normalQuantile(1 - question.alpha / 2) + normalQuantile(POWER);
  return Math.ceil(images * question.itemVariance * (reach / question.difference) ** 2);
}
