import { normalQuantile } from './distributions.ts';

/** The share of each scored image in an AUC; see AucInfluence. */
export interface ImageShares {
  /** Tells which images these are: equal texts, equal images in equal order. */
  readonly items: string;
  /** One entry an image. */
  readonly influence: Float64Array;
}

/** Part of a weighted sum. */
export interface WeightedShares extends ImageShares {
  readonly weight: number;
}

/** What the finite number of scored images does to a mean over seeds. */
export interface ImageVariance {
  /** Variance of this mean (DeLong's): what more seeds do not shrink, and what they do, divided by the seeds. */
  readonly ofMean: number;
  /** What more seeds do not shrink: 0 or more. Equal to {@link ofMean} for one seed, which cannot tell the two apart. */
  readonly lasting: number;
  /** {@link lasting} is above this with 95 % confidence; can be negative. */
  readonly lastingAtLeast: number;
}

const CONFIDENT = normalQuantile(0.95);

/**
 * Takes apart what images do to the mean over K seeds of a weighted sum of AUCs. With d_k the influence of the sum at
 * seed k, |Σ d_k|² / K² is DeLong's variance of the mean. It holds (seed × image) / K: what one training makes of an
 * image by chance, and the next does not. The products of different seeds are free of that, so
 * (|Σ d_k|² − Σ |d_k|²) / (K (K − 1)) is an unbiased estimate of what more seeds do not shrink. It is a sum over images,
 * so their spread tells how well it is known. Seeds that are scored on other images share none, and nothing lasts.
 *
 * @param seeds the parts of the sum, seed by seed; at least one seed
 */
export function imageVariance(seeds: readonly (readonly WeightedShares[])[]): ImageVariance {
  const places = new Map<string, { sum: Float64Array; squares: Float64Array; current: Float64Array }>();
  for (const parts of seeds) {
    const touched = new Set<string>();
    for (const { items, influence, weight } of parts) {
      touched.add(items);
      let place = places.get(items);
      if (!place) {
        const empty = () => new Float64Array(influence.length);
        place = { sum: empty(), squares: empty(), current: empty() };
        places.set(items, place);
      }
      const { current } = place;
      for (let item = 0; item < current.length; item++) current[item]! += weight * influence[item]!;
    }
    for (const items of touched) {
      const { sum, squares, current } = places.get(items)!;
      for (let item = 0; item < current.length; item++) {
        const share = current[item]!;
        sum[item]! += share;
        squares[item]! += share * share;
      }
      current.fill(0);
    }
  }
  const count = seeds.length;
  let [images, ofMean, lasting, squared] = [0, 0, 0, 0];
  for (const { sum, squares } of places.values()) {
    images += sum.length;
    for (let item = 0; item < sum.length; item++) {
      const whole = sum[item]! ** 2;
      ofMean += whole;
      const products = whole - squares[item]!;
      lasting += products;
      squared += products * products;
    }
  }
  ofMean /= count ** 2;
  if (count === 1) return { ofMean, lasting: ofMean, lastingAtLeast: 0 };
  const scale = count * (count - 1);
  // The variance of a sum over independent images.
  const spread = Math.max(0, (squared - lasting ** 2 / images) * (images / Math.max(1, images - 1)));
  return {
    ofMean,
    lasting: Math.max(0, lasting) / scale,
    lastingAtLeast: (lasting - CONFIDENT * Math.sqrt(spread)) / scale,
  };
}
