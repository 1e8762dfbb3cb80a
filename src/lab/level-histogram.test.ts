import { describe, expect, it } from 'vitest';
import { type ChannelLevels, valueHistogram } from './level-histogram.ts';

const counts = (...entries: readonly (readonly [number, number])[]) =>
  Array.from({ length: 256 }, (_, level) => entries.find(([at]) => at === level)?.[1] ?? 0);

/** One channel half black, half white; the other all of one grey. */
const LEVELS: ChannelLevels = {
  levels: [counts([0, 50], [255, 50]), counts([102, 100])],
  mean: [0.5, 0.4],
  deviation: [0.5, 1],
};

describe('a histogram of what the network sees', () => {
  it('is of the pixels from 0 to 1 as they are', () => {
    const { from, to, bins, mean } = valueHistogram(LEVELS, 'none');
    expect([from, to]).toEqual([0, 1]);
    expect(bins.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect([bins[0], bins.at(-1), bins[Math.floor(0.4 * bins.length)]]).toEqual([50, 50, 100]);
    expect(mean).toBeCloseTo(0.45);
  });

  it('goes from −1 to 1 by (x − 0.5) / 0.5', () => {
    const { from, to, mean } = valueHistogram(LEVELS, 'half');
    expect([from, to]).toEqual([-1, 1]);
    expect(mean).toBeCloseTo(-0.1);
  });

  it('has mean 0 by the training part, channel by channel', () => {
    const { mean, deviation, bins } = valueHistogram(LEVELS, 'train');
    expect(mean).toBeCloseTo(0);
    // Half of the values with a spread of 1, half with none.
    expect(deviation).toBeCloseTo(Math.sqrt(0.5));
    expect(bins.reduce((sum, count) => sum + count, 0)).toBe(200);
  });
});
