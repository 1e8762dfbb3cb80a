import { midranks } from './auc.ts';

/**
 * An AUC with the share that each item has in it. The scalar product of two influences on the same items is the
 * covariance of the two AUCs; of one with itself, the variance.
 */
export interface AucInfluence {
  readonly auc: number;
  /** One entry an item. */
  readonly influence: Float64Array;
}

/**
 * DeLong's structural components (DeLong, DeLong & Clarke-Pearson, Biometrics 1988) by midranks (Sun & Xu, IEEE SPL
 * 2014), O(n log n), scaled so that scalar products are DeLong's covariances: with V10 of a positive, its share of
 * negatives ranked below it, the influence is (V10 − AUC) / √(m(m−1)); likewise for negatives.
 *
 * @param labels 0 or 1, at least one of each
 */
export function aucInfluence(labels: ArrayLike<number>, scores: ArrayLike<number>): AucInfluence {
  const positives: number[] = [];
  const negatives: number[] = [];
  for (let index = 0; index < labels.length; index++) {
    (labels[index] === 1 ? positives : negatives).push(index);
  }
  const [m, n] = [positives.length, negatives.length];
  const all = midranks(scores);
  const ranksWithin = (indices: readonly number[]) => midranks(indices.map((index) => scores[index]!));
  const amongPositives = ranksWithin(positives);
  const amongNegatives = ranksWithin(negatives);
  const byPositive = positives.map((item, place) => (all[item]! - amongPositives[place]!) / n);
  const byNegative = negatives.map((item, place) => 1 - (all[item]! - amongNegatives[place]!) / m);
  const auc = byPositive.reduce((sum, value) => sum + value, 0) / m;
  const influence = new Float64Array(labels.length);
  // A single item of a class says nothing of the spread within it: its influence is 0.
  const scale = (count: number) => (count > 1 ? 1 / Math.sqrt(count * (count - 1)) : 0);
  positives.forEach((item, place) => {
    influence[item] = (byPositive[place]! - auc) * scale(m);
  });
  negatives.forEach((item, place) => {
    influence[item] = (byNegative[place]! - auc) * scale(n);
  });
  return { auc, influence };
}

/** Mean AUC of several score vectors on the same items (seeds, classes), with its influence. */
export function meanInfluence(parts: readonly AucInfluence[]): AucInfluence {
  const influence = new Float64Array(parts[0]!.influence.length);
  let auc = 0;
  for (const part of parts) {
    auc += part.auc / parts.length;
    for (let item = 0; item < influence.length; item++) {
      influence[item]! += part.influence[item]! / parts.length;
    }
  }
  return { auc, influence };
}
