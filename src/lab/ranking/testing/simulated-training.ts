import type { Random } from '../../random.ts';
import type { Predictions } from '../../run-record.ts';
import { normalQuantile, tTwoSided } from '../../statistics/distributions.ts';

/** A recipe as its scores behave. */
export interface SimulatedRecipe {
  /** AUC over all images there could be, at the end of the learning curve. */
  readonly auc: number;
  /** Standard deviation of what each epoch makes anew of a single image. */
  readonly jitter: number;
  /** Relative standard deviation by which epochs are truly better and worse. */
  readonly sway: number;
  /** Correlation of both from one epoch to the next. */
  readonly persistence: number;
}

export interface SimulatedEpoch {
  readonly predictions: Predictions;
  /** AUC of its weights over all images there could be. */
  readonly truth: number;
}

/** Standard deviations of what makes an image hard: for all, for a recipe, for one training of it; and of seeds. */
const [IMAGE, CELL, RUN, SEED] = [0.8, 0.4, 0.5, 0.1];
/** Epochs in which the distance of the classes grows by 1 − 1/e of what is left. */
const RISE = 2.5;

/**
 * Runs of one recipe that differ in the seed: normal scores whose classes move apart along a learning curve, while each
 * image's score, and the whole model, wander from epoch to epoch (first-order autoregressions).
 *
 * @param difficulties of the images, shared by all recipes, in units of one standard deviation
 * @returns [seed][epoch]
 */
export function simulatedRuns(
  random: Random,
  labels: Uint8Array,
  difficulties: readonly number[],
  { auc, jitter, sway, persistence }: SimulatedRecipe,
  { seeds, epochs }: { readonly seeds: number; readonly epochs: number },
): readonly (readonly SimulatedEpoch[])[] {
  const spread = Math.hypot(IMAGE, CELL, RUN, jitter);
  const separation = normalQuantile(auc) * Math.SQRT2 * spread;
  const own = difficulties.map((difficulty) => IMAGE * difficulty + CELL * random.normal());
  const fresh = Math.sqrt(1 - persistence ** 2);
  return Array.from({ length: seeds }, () => {
    const better = SEED * random.normal();
    const ofRun = own.map((score) => score + RUN * random.normal());
    let wander = ofRun.map(() => random.normal());
    let drift = random.normal();
    return Array.from({ length: epochs }, (_, epoch) => {
      wander = wander.map((value) => persistence * value + fresh * random.normal());
      drift = persistence * drift + fresh * random.normal();
      const distance = separation * (1 - Math.exp(-(epoch + 1) / RISE)) * (1 + better + sway * drift);
      const logits = Float32Array.from(
        labels,
        (label, image) => label * distance + ofRun[image]! + jitter * wander[image]!,
      );
      return {
        predictions: { logits, activation: 'sigmoid', labels, outputs: 1 },
        truth: 1 - tTwoSided(distance / (Math.SQRT2 * spread), Number.POSITIVE_INFINITY) / 2,
      };
    });
  });
}
