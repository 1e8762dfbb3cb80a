import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { type ImageVariance, imageVariance } from './image-variance.ts';
import { dot, mean } from './moments.ts';
import { type Noise, noisyStudy } from './testing/noisy-study.ts';

const shares = (...influence: readonly number[]) => ({
  items: 'x',
  influence: Float64Array.from(influence),
  weight: 1,
});

describe('the image variance of a mean over seeds', () => {
  it('is the formula: products of different seeds last, and all of them make that of the mean', () => {
    const seeds = [
      [1, 2, -1],
      [2, 0, -1],
      [0, 1, 1],
    ];
    const found = imageVariance(seeds.map((seed) => [shares(...seed)]));
    const products = [dot(seeds[0]!, seeds[1]!), dot(seeds[0]!, seeds[2]!), dot(seeds[1]!, seeds[2]!)];
    expect(found.lasting).toBeCloseTo(mean(products), 12);
    const sum = [3, 3, -1];
    expect(found.ofMean).toBeCloseTo(dot(sum, sum) / 9, 12);
    expect(found.lastingAtLeast).toBeLessThan(found.lasting);
  });

  it('is cut at 0, and is that of the mean with one seed, or where all seeds see the images alike', () => {
    expect(imageVariance([[shares(1, -1)], [shares(-1, 1)]])).toMatchObject({ ofMean: 0, lasting: 0 });
    expect(imageVariance([[shares(1, -1)]])).toMatchObject({ ofMean: 2, lasting: 2 });
    expect(imageVariance([[shares(1, -1)], [shares(1, -1)]])).toMatchObject({ ofMean: 2, lasting: 2 });
  });

  it('does not last where every seed is scored on other images', () => {
    const apart = imageVariance([[{ ...shares(1, -1), items: 'a' }], [{ ...shares(1, -1), items: 'b' }]]);
    expect(apart.lasting).toBe(0);
    expect(apart.ofMean).toBe(1);
  });

  it('is right on average, however much single trainings make of single images', () => {
    const shape = { positives: 40, negatives: 80, separations: [1.6, 1.6] };
    const noise = (seedImage: number): Noise => ({ seed: 0, image: 0.8, cellImage: 0.4, seedImage });
    const found = (trials: number, seeds: number, seedImage: number): ImageVariance[] =>
      Array.from({ length: trials }, (_, trial) => {
        const table = noisyStudy(createRandom(23, trial), { ...shape, seeds }, noise(seedImage));
        return imageVariance(
          table[0]!.map((run, seed) => [
            { ...run, weight: 1 },
            { ...table[1]![seed]!, weight: -1 },
          ]),
        );
      });
    const average = (all: readonly ImageVariance[], of: keyof ImageVariance) =>
      mean(all.map((one) => one[of]));
    // Sixty seeds leave next to nothing of what more seeds would still shrink.
    const truth = average(found(60, 60, 0.7), 'ofMean');
    const few = found(400, 3, 0.7);
    expect(average(few, 'lasting') / truth).toBeGreaterThan(0.9);
    expect(average(few, 'lasting') / truth).toBeLessThan(1.15);
    expect(average(few, 'ofMean') / truth).toBeGreaterThan(2);
    // The lower bound is below it in 19 of 20 studies.
    const below = few.filter(({ lastingAtLeast }) => lastingAtLeast <= truth).length / few.length;
    expect(below).toBeGreaterThan(0.92);
  });
});
