/** x <- (x − mean) / deviation, by channel, on the [0, 1] scale. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** How often each of the 256 grey levels is in the images, by channel. */
export function countLevels(images: Uint8Array, channels: number): readonly Float64Array[] {
  const levels = Array.from({ length: channels }, () => new Float64Array(256));
  for (let place = 0; place < images.length; place++) levels[place % channels]![images[place]!]! += 1;
  return levels;
}

/**
 * Mean and standard deviation of each channel. By counts of the 256 grey levels: a difference of sums of squares would
 * leave a constant channel a spread of rounding errors.
 */
export function channelNormalisation(levels: readonly Float64Array[]): Normalisation {
  const count = levels[0]!.reduce((sum, times) => sum + times, 0);
  const expectation = (counts: Float64Array, term: (level: number) => number) =>
    counts.reduce((sum, times, level) => sum + times * term(level), 0) / count;
  const means = levels.map((counts) => expectation(counts, (level) => level));
  const deviations = levels.map((counts, channel) =>
    Math.sqrt(expectation(counts, (level) => (level - means[channel]!) * (level - means[channel]!))),
  );
  // A constant channel has no spread: dividing by 1 leaves it at 0.
  return {
    mean: means.map((mean) => mean / 255),
    deviation: deviations.map((deviation) => deviation / 255 || 1),
  };
}
