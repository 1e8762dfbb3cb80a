import type { Random } from '../random.ts';
import type { Interval } from '../statistics/intervals.ts';
import { mean, quantile } from '../statistics/moments.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import type { Work } from '../work.ts';
import type { ScoredPart } from './scored-part.ts';

/** A promise for each image and whether it was kept. */
export interface Promises {
  /** In [0, 1]. */
  readonly probabilities: Float64Array;
  /** 1 where what was promised came true. */
  readonly kept: Uint8Array;
}

/**
 * What is promised of each image: of two classes and of labels, that it is positive; of several classes, that its likeliest
 * class is the right one (top-label confidence, as in Guo et al. 2017).
 *
 * @param probabilities [outputs][count]
 */
export function promisesOf(
  { task, count, likeliest, labels, held }: ScoredPart,
  probabilities: readonly Float64Array[],
  output: number,
): Promises {
  if (task !== 'multi-class') return { probabilities: probabilities[output]!, kept: held[output]! };
  return {
    probabilities: Float64Array.from(
      { length: count },
      (_, image) => probabilities[likeliest[image]!]![image]!,
    ),
    kept: Uint8Array.from({ length: count }, (_, image) => (likeliest[image] === labels[image] ? 1 : 0)),
  };
}

/** Images with similar promises. */
export interface ReliabilityBin {
  /** Places in the part, by ascending probability. */
  readonly images: Uint32Array;
  /** Mean probability. */
  readonly promised: number;
  /** Share of promises kept, with its Wilson interval. */
  readonly kept: number;
  readonly interval: Interval;
}

const BINS = 10;

/**
 * Bins of as equal a number of images as ties allow: of equal width most would be empty, as scores crowd at the ends, and the
 * error would be the more biased (Roelofs et al., AISTATS 2022).
 */
export function reliabilityBins({ probabilities, kept }: Promises, bins = BINS): readonly ReliabilityBin[] {
  const order = Uint32Array.from(probabilities, (_, image) => image).sort(
    (a, b) => probabilities[a]! - probabilities[b]! || a - b,
  );
  const found: ReliabilityBin[] = [];
  let from = 0;
  for (let bin = 1; bin <= bins; bin++) {
    let to = Math.round((bin * order.length) / bins);
    while (to < order.length && to > 0 && probabilities[order[to]!] === probabilities[order[to - 1]!]) to++;
    if (to <= from) continue;
    const images = order.subarray(from, to);
    let [promised, held] = [0, 0];
    for (const image of images) {
      promised += probabilities[image]!;
      held += kept[image]!;
    }
    found.push({
      images,
      promised: promised / images.length,
      kept: held / images.length,
      interval: wilsonInterval(held, images.length)!,
    });
    from = to;
  }
  return found;
}

/** Expected calibration error: mean distance of promised and kept, by images (Naeini, Cooper & Hauskrecht, AAAI 2015). */
export function calibrationError(
  bins: readonly Pick<ReliabilityBin, 'images' | 'promised' | 'kept'>[],
): number {
  const count = bins.reduce((sum, { images }) => sum + images.length, 0);
  return (
    bins.reduce((sum, { images, promised, kept }) => sum + images.length * Math.abs(promised - kept), 0) /
    count
  );
}

/**
 * The root of the mean squared distance without what chance adds to it: of each bin's square, kept (1 − kept) / (n − 1) is
 * taken off, which is its expectation under perfect calibration (Bröcker, Climate Dynamics 2012; Kumar, Liang & Ma, NeurIPS
 * 2019). 0 where nothing is left.
 */
export function debiasedError(bins: readonly ReliabilityBin[]): number {
  const count = bins.reduce((sum, { images }) => sum + images.length, 0);
  const square = bins.reduce((sum, { images: { length }, promised, kept }) => {
    const chance = length > 1 ? (kept * (1 - kept)) / (length - 1) : 0;
    return sum + (length / count) * ((promised - kept) ** 2 - chance);
  }, 0);
  return Math.sqrt(Math.max(0, square));
}

/** What the calibration error would be if every promise held exactly. */
export interface ErrorByChance {
  readonly mean: number;
  /** Of 100 such parts, 95 would show less. */
  readonly high: number;
}

/**
 * The error is above 0 by chance alone, the more so the fewer images. How much is found by drawing what comes true from the
 * promises themselves (consistency resampling; Bröcker & Smith, Weather and Forecasting 2007). They draw the images anew
 * as well; here images and bins stay, as it is these promises that are asked about.
 */
export function* errorByChance(
  { probabilities }: Promises,
  bins: readonly ReliabilityBin[],
  draws: number,
  random: Random,
): Work<ErrorByChance> {
  const errors = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const drawn: { images: Uint32Array; promised: number; kept: number }[] = [];
    for (const { images, promised } of bins) {
      let held = 0;
      for (const image of images) if (random.uniform() < probabilities[image]!) held++;
      drawn.push({ images, promised, kept: held / images.length });
    }
    errors[draw] = calibrationError(drawn);
    yield;
  }
  errors.sort();
  return { mean: mean(errors), high: quantile(errors, 0.95) };
}

/** Mean squared error of probabilities. */
export interface BrierScore {
  /** Of two classes 0 to 1; of several the sum over classes, 0 to 2 (Brier, Monthly Weather Review 1950); mean over labels. */
  readonly score: number;
  /** What the same shares for every image reach: those of the part. */
  readonly byShares: number;
}

/** @param probabilities [outputs][count] */
export function brierScore(
  { task, count, held }: ScoredPart,
  probabilities: readonly Float64Array[],
): BrierScore {
  let [sum, byShares] = [0, 0];
  for (const [output, column] of probabilities.entries()) {
    let positives = 0;
    for (let image = 0; image < count; image++) {
      sum += (column[image]! - held[output]![image]!) ** 2;
      positives += held[output]![image]!;
    }
    byShares += (positives / count) * (1 - positives / count);
  }
  const outputs = task === 'multi-label' ? probabilities.length : 1;
  return { score: sum / count / outputs, byShares: byShares / outputs };
}
