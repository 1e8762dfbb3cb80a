import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { finishWork } from '../work.ts';
import {
  brierScore,
  calibrationError,
  debiasedError,
  errorByChance,
  promisesOf,
  reliabilityBins,
} from './calibration.ts';
import { fitTemperature, probabilitiesAt } from './temperature.ts';
import { randomPart, scoredOf } from './testing/scored.ts';

const promises = (probabilities: readonly number[], kept: readonly number[]) => ({
  probabilities: Float64Array.from(probabilities),
  kept: Uint8Array.from(kept),
});

describe('calibration', () => {
  it('compares in each bin what is promised with what is kept', () => {
    const given = promises([0.9, 0.1, 0.2, 0.7], [1, 0, 1, 1]);
    const bins = reliabilityBins(given, 2);
    expect(bins.map(({ images }) => [...images])).toEqual([
      [1, 2],
      [3, 0],
    ]);
    expect(bins[0]!.promised).toBeCloseTo(0.15, 12);
    expect(bins[0]!.kept).toBe(0.5);
    // (2 · 0.35 + 2 · 0.2) / 4
    expect(calibrationError(bins)).toBeCloseTo(0.275, 12);
    // (0.35² − 0.25) / 2 + (0.2² − 0) / 2 is below 0.
    expect(debiasedError(bins)).toBe(0);
    expect(debiasedError(reliabilityBins(promises([0.5, 0.5, 0.5, 0.5], [1, 1, 1, 1]), 1))).toBe(0.5);
  });

  it('has every image in one bin, and equal promises in the same', () => {
    const given = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 1 })), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(given, fc.integer({ min: 1, max: 12 }), (all, count) => {
        const asked = promises(
          all.map(([step]) => step / 8),
          all.map(([, kept]) => kept),
        );
        const bins = reliabilityBins(asked, count);
        expect(bins.length).toBeLessThanOrEqual(count);
        const seen = bins.flatMap(({ images }) => [...images]);
        expect(seen.toSorted((a, b) => a - b)).toEqual(all.map((_, image) => image));
        const tops = bins.map(({ images }) => asked.probabilities[images.at(-1)!]!);
        for (const [place, { images }] of bins.slice(1).entries()) {
          expect(asked.probabilities[images[0]!]!).toBeGreaterThan(tops[place]!);
        }
        const error = calibrationError(bins);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('knows what chance alone shows, and takes it off', () => {
    const random = createRandom(4);
    let [shown, squares, high] = [0, 0, 0];
    const studies = 200;
    for (let study = 0; study < studies; study++) {
      const probabilities = Array.from({ length: 200 }, () => random.uniform());
      const given = promises(
        probabilities,
        probabilities.map((probability) => Number(random.uniform() < probability)),
      );
      const bins = reliabilityBins(given);
      const chance = finishWork(errorByChance(given, bins, 60, random));
      shown += calibrationError(bins) - chance.mean;
      if (calibrationError(bins) > chance.high) high++;
      squares += debiasedError(bins);
    }
    expect(Math.abs(shown / studies)).toBeLessThan(0.004);
    expect(high / studies).toBeLessThan(0.1);
    expect(squares / studies).toBeLessThan(0.03);
  });

  it('of several classes is about the likeliest one', () => {
    const part = scoredOf(
      'multi-class',
      [
        [2, 0, 0],
        [0, 0, 1],
      ],
      [0, 1],
    );
    const { probabilities, kept } = promisesOf(part, finishWork(probabilitiesAt(part, 1)), 0);
    expect(probabilities[0]).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 2), 12);
    expect([...kept]).toEqual([1, 0]);
  });

  it('has Brier’s score beside that of the shares', () => {
    const part = scoredOf('binary', [[0], [0], [0], [0]], [1, 0, 0, 0]);
    const { score, byShares } = brierScore(part, finishWork(probabilitiesAt(part, 1)));
    expect(score).toBe(0.25);
    expect(byShares).toBeCloseTo(3 / 16, 12);
    const several = scoredOf(
      'multi-class',
      [
        [50, 0, 0],
        [50, 0, 0],
      ],
      [0, 1],
    );
    expect(brierScore(several, finishWork(probabilitiesAt(several, 1))).score).toBeCloseTo(1, 12);
  });
});

describe('temperature', () => {
  const lossAt = (part: ReturnType<typeof randomPart>, temperature: number) => {
    const columns = finishWork(probabilitiesAt(part, temperature));
    let loss = 0;
    for (const [output, column] of columns.entries()) {
      for (let image = 0; image < part.count; image++) {
        const held = part.held[output]![image] === 1;
        if (held) loss -= Math.log(column[image]!);
        else if (part.task !== 'multi-class') loss -= Math.log(1 - column[image]!);
      }
    }
    return loss;
  };

  it('is the one with the least loss of all that can be tried', () => {
    for (const task of ['binary', 'multi-class', 'multi-label'] as const) {
      for (let seed = 0; seed < 5; seed++) {
        const part = randomPart(task, 60, task === 'binary' ? 2 : 4, seed);
        const { temperature, atLimit } = finishWork(fitTemperature(part));
        const tried = Array.from({ length: 400 }, (_, step) => 0.05 * 400 ** (step / 399));
        const best = tried.reduce((a, b) => (lossAt(part, b) < lossAt(part, a) ? b : a));
        if (!atLimit) expect(temperature / best).toBeCloseTo(1, 1);
        expect(lossAt(part, temperature)).toBeLessThanOrEqual(lossAt(part, best) + 1e-9);
      }
    }
  });

  it('undoes one that was put in, and leaves a model without mistakes at the limit', () => {
    const part = randomPart('multi-class', 400, 3, 7);
    const { temperature } = finishWork(fitTemperature(part));
    const { logits, labels } = part.predictions;
    const rows = Array.from({ length: 400 }, (_, image) =>
      [...logits.subarray(image * 3, image * 3 + 3)].map((logit) => logit * 3),
    );
    const hotter = finishWork(fitTemperature(scoredOf('multi-class', rows, [...labels])));
    expect(hotter.temperature).toBeCloseTo(3 * temperature, 6);
    expect(finishWork(fitTemperature(scoredOf('binary', [[-1], [1]], [0, 1])))).toEqual({
      temperature: 0.05,
      atLimit: true,
    });
    expect(finishWork(fitTemperature(scoredOf('binary', [[1], [-1]], [0, 1])))).toEqual({
      temperature: 20,
      atLimit: true,
    });
  });
});
