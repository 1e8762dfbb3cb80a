import { finishWork, type Work } from '../work.ts';
import { shareBelow } from './auc.ts';
import { sortedSides } from './curves.ts';
import { requireFinite } from './finite.ts';
import { dot } from './moments.ts';

/** With fewer images on one side of a question its AUC shows too little of its own spread to be judged. */
const LEAST_IMAGES = 3;

/**
 * An AUC with the share that each item has in it. The scalar product of two influences on the same items is the
 * covariance of the two AUCs; of one with itself, the variance.
 */
export interface AucInfluence {
  readonly auc: number;
  /** One entry an item. */
  readonly influence: Float64Array;
  /**
   * Degrees of freedom to which the variance is known: Satterthwaite's, of the spreads among positives and among
   * negatives, as Brunner & Munzel take them (Biometrical Journal 42, 2000). 0 where it is not known: fewer than three
   * positives or negatives. Coverage by simulation is in docs/studies.md.
   */
  readonly df: number;
}

/** Items that are ranked among each other. */
export interface RankedItems {
  /** Places in the influence. */
  readonly items: ArrayLike<number>;
  /** 0 or 1, at least one of each. */
  readonly labels: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
}

/**
 * DeLong's structural components (DeLong, DeLong & Clarke-Pearson, Biometrics 1988) in O(n log n), as Sun & Xu (IEEE SPL
 * 2014) have it by midranks, scaled so that scalar products are DeLong's covariances: with V10 of a positive, its share of
 * negatives ranked below it, the influence is (V10 − AUC) / √(m(m−1)); likewise for negatives.
 *
 * @param labels 0 or 1, at least one of each
 */
export function aucInfluence(labels: ArrayLike<number>, scores: ArrayLike<number>): AucInfluence {
  const items = Array.from({ length: labels.length }, (_, item) => item);
  return pooledInfluence([{ items, labels, scores }], labels.length);
}

/**
 * The mean AUC of parts that are each ranked among themselves. The spread among positives, and among negatives, is that
 * over all parts together, so that a part with a single positive is no gap in it.
 *
 * @param parts at least one, without an item in common
 * @param count length of the influence; items in no part have none
 */
export function pooledInfluence(parts: readonly RankedItems[], count: number): AucInfluence {
  const influence = new Float64Array(count);
  const sorted = parts.map(({ labels, scores }) => {
    requireFinite(scores);
    return sortedSides(labels, scores);
  });
  const sides = [1, 0].map((side) => sideOf(parts, sorted, side));
  // Part by part, so that a perfect ranking is exactly 1.
  const auc = sides[0]!.means.reduce((sum, mean) => sum + mean, 0) / parts.length;
  const variances = sides.map(({ items, shares, weights }) => {
    const centre = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const scale = items.length > 1 ? Math.sqrt(items.length / (items.length - 1)) : 0;
    let variance = 0;
    for (const [place, item] of items.entries()) {
      influence[item] = weights[place]! * (shares[place]! - centre) * scale;
      variance += influence[item]! ** 2;
    }
    return { variance, df: items.length - 1 };
  });
  const isKnown = sides.every(({ items }) => items.length >= LEAST_IMAGES);
  return { auc, influence, df: isKnown ? satterthwaite(variances) : 0 };
}

/** The items of one side with the share of the other side that is ranked rightly against each. */
function sideOf(
  parts: readonly RankedItems[],
  sorted: readonly ReturnType<typeof sortedSides>[],
  side: number,
) {
  const items: number[] = [];
  const shares: number[] = [];
  const weights: number[] = [];
  const means: number[] = [];
  for (const [part, { items: all, labels, scores }] of parts.entries()) {
    const own: number[] = [];
    for (let place = 0; place < labels.length; place++) if (labels[place] === side) own.push(place);
    const others = sorted[part]![side === 1 ? 0 : 1];
    let sum = 0;
    for (const place of own) {
      const below = shareBelow(others, scores[place]!) / others.length;
      items.push(all[place]!);
      sum += below;
      shares.push(side === 1 ? below : 1 - below);
      weights.push(1 / (parts.length * own.length));
    }
    means.push(sum / own.length);
  }
  return { items, shares, weights, means };
}

/** Mean AUC of several score vectors on the same items (seeds, classes), with its influence. */
export function meanInfluence(parts: readonly AucInfluence[]): AucInfluence {
  return finishWork(meanInfluenceWork(parts));
}

/** {@link meanInfluence} in steps. */
export function* meanInfluenceWork(parts: readonly AucInfluence[]): Work<AucInfluence> {
  const influence = new Float64Array(parts[0]!.influence.length);
  let auc = 0;
  for (const part of parts) {
    auc += part.auc / parts.length;
    for (let item = 0; item < influence.length; item++) {
      influence[item]! += part.influence[item]! / parts.length;
    }
    yield;
  }
  // What each part adds to the variance of the mean, with what it shares with the others.
  const variances = [];
  for (const part of parts) {
    variances.push({ variance: dot(part.influence, influence) / parts.length, df: part.df });
    yield;
  }
  return { auc, influence, df: parts.some(({ df }) => df === 0) ? 0 : satterthwaite(variances) };
}

/**
 * Degrees of freedom of a sum of variances (Satterthwaite, Biometrics Bulletin 1946); those of the least known one where
 * all are 0.
 */
function satterthwaite(parts: readonly { readonly variance: number; readonly df: number }[]): number {
  const total = parts.reduce((sum, { variance }) => sum + variance, 0);
  if (total === 0) return Math.min(...parts.map(({ df }) => df));
  return total ** 2 / parts.reduce((sum, { variance, df }) => sum + variance ** 2 / df, 0);
}
