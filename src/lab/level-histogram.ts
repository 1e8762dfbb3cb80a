import type { Recipe } from './recipe/recipe.ts';

/** Grey levels of a training part, by channel, with mean and spread of each on the [0, 1] scale. */
export interface ChannelLevels {
  /** 256 counts a channel. */
  readonly levels: readonly (readonly number[])[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** How often each value is among what the network sees. */
export interface ValueHistogram {
  /** Range of the values. */
  readonly from: number;
  readonly to: number;
  /** Counts in bins of equal width between these, all channels together. */
  readonly bins: readonly number[];
  readonly mean: number;
  readonly deviation: number;
}

const BINS = 48;

/** What the network sees of the training part under a normalisation, without augmentation. */
export function valueHistogram(
  { levels, mean, deviation }: ChannelLevels,
  normalise: Recipe['normalise'],
): ValueHistogram {
  const seenAs = (level: number, channel: number) => {
    const value = level / 255;
    if (normalise === 'half') return (value - 0.5) / 0.5;
    return normalise === 'train' ? (value - mean[channel]!) / deviation[channel]! : value;
  };
  const from = Math.min(...levels.map((_, channel) => seenAs(0, channel)));
  const to = Math.max(...levels.map((_, channel) => seenAs(255, channel)));
  const bins = new Array<number>(BINS).fill(0);
  let [count, sum, squares] = [0, 0, 0];
  levels.forEach((counts, channel) => {
    counts.forEach((times, level) => {
      const value = seenAs(level, channel);
      bins[Math.min(BINS - 1, Math.floor((BINS * (value - from)) / (to - from)))]! += times;
      count += times;
      sum += times * value;
      squares += times * value * value;
    });
  });
  const average = sum / count;
  return {
    from,
    to,
    bins,
    mean: average,
    deviation: Math.sqrt(Math.max(0, squares / count - average * average)),
  };
}
