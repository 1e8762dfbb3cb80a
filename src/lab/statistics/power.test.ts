import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { contrast } from './contrast.ts';
import { tInterval } from './intervals.ts';
import { bearableVariance, imagesNeeded, seedsNeeded } from './power.ts';
import { pairWeights } from './testing/coverage.ts';
import { noisyStudy } from './testing/noisy-study.ts';

describe('power', () => {
  const question = { difference: 0.02, seedVariance: 0.0004, dfPerSeed: 1, lastingVariance: 0, alpha: 0.05 };

  it('gives the number at which simulated studies find the difference', () => {
    const seeds = seedsNeeded(question)!;
    const found = (n: number) => {
      let count = 0;
      for (let trial = 0; trial < 1500; trial++) {
        const random = createRandom(3, n, trial);
        const { p } = tInterval(Array.from({ length: n }, () => 0.02 + 0.02 * random.normal()))!;
        if (p <= 0.05) count++;
      }
      return count / 1500;
    };
    expect(found(seeds)).toBeGreaterThan(0.76);
    expect(found(seeds - 2)).toBeLessThan(0.8);
  });

  it('asks for more seeds where the difference is smaller, the spread larger or the tests more', () => {
    const base = seedsNeeded(question)!;
    expect(seedsNeeded({ ...question, difference: 0.01 })!).toBeGreaterThan(base);
    expect(seedsNeeded({ ...question, seedVariance: 0.0016 })!).toBeGreaterThan(base);
    expect(seedsNeeded({ ...question, alpha: 0.005 })!).toBeGreaterThan(base);
  });

  it('says so when no number of seeds is enough, and how many images would be', () => {
    const limited = { ...question, lastingVariance: 0.0002 };
    expect(seedsNeeded(limited)).toBeNull();
    expect(limited.lastingVariance).toBeGreaterThan(bearableVariance(limited));
    const images = imagesNeeded(limited, 200);
    expect(images).toBeGreaterThan(200);
    expect(seedsNeeded({ ...limited, lastingVariance: (0.0002 * 200) / (images * 1.2) })).not.toBeNull();
  });

  it('does not blame the images for what single trainings make of them', () => {
    const noise = { seed: 0, image: 0.8, cellImage: 0, seedImage: 0.8 };
    // Two cells with a true difference: seeds without end tell them apart, as the images' difficulty is the same for both.
    const shape = { seeds: 3, positives: 40, negatives: 80, separations: [1.7, 1.6] };
    let [said, false_] = [0, 0];
    for (let trial = 0; trial < 400; trial++) {
      const table = noisyStudy(createRandom(29, trial), shape, noise);
      const { estimate, seedVariance, dfPerSeed, images } = contrast(table, pairWeights(table, 0, 1))!;
      const asked = { difference: estimate, seedVariance, dfPerSeed, alpha: 0.05 };
      const bearable = bearableVariance(asked);
      // As it was: the image variance of the mean over three seeds, as if no seed would shrink it.
      if (images.ofMean > bearable) said++;
      if (images.lastingAtLeast > bearable) false_++;
    }
    expect(said / 400).toBeGreaterThan(0.7);
    expect(false_ / 400).toBeLessThan(0.1);
  });
});
