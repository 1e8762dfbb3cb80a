import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { auc } from './auc.ts';
import { aucInfluence } from './auc-influence.ts';
import { bootstrapAuc } from './bootstrap.ts';
import { aucInterval, delong, pairedDeLong, pairedZ } from './delong.ts';
import { normalQuantile, tQuantile, tTwoSided } from './distributions.ts';
import { holm } from './holm.ts';
import { logitIntervalOf, pairedDifference, tInterval } from './intervals.ts';
import { dot } from './moments.ts';
import { predictionInfluence } from './prediction-influence.ts';

interface GoldenCase {
  readonly labels: number[];
  readonly scores: number[][];
  readonly auc: number[];
  readonly covariance: number[][];
  readonly z: number;
}

const GOLDEN = JSON.parse(
  readFileSync(new URL('../../training/fixtures/golden/auc.json', import.meta.url), 'utf8'),
) as GoldenCase[];

/** Share of all pairs that are ranked rightly, pair by pair. */
function pairwiseAuc(labels: readonly number[], scores: readonly number[]): number {
  let [right, pairs] = [0, 0];
  labels.forEach((label, i) => {
    labels.forEach((other, j) => {
      if (label !== 1 || other !== 0) return;
      pairs++;
      right += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    });
  });
  return right / pairs;
}

/** Labels with three of each class at least, and scores with ties. */
const scored = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })),
    {
      minLength: 4,
      maxLength: 40,
    },
  )
  .map((rows) => [[0, 1, 2], [0, 3, 4], [0, 2, 5], [1, 4, 3], [1, 8, 9], [1, 3, 1], ...rows])
  .map((rows) => ({
    labels: rows.map((row) => row[0]!),
    first: rows.map((row) => row[1]! / 10),
    second: rows.map((row) => row[2]! / 10),
  }));

describe('AUC and DeLong', () => {
  it('give the golden figures', () => {
    for (const { labels, scores, auc: areas, covariance, z } of GOLDEN) {
      const result = delong(labels, scores);
      for (const [index, area] of result.aucs.entries()) expect(area).toBeCloseTo(areas[index]!, 6);
      for (const [index, value] of covariance.flat().entries()) {
        expect(result.covariance.flat()[index]!).toBeCloseTo(value, 8);
      }
      expect(pairedZ(result)).toBeCloseTo(z, 4);
      const paired = pairedDeLong(labels, scores[0]!, scores[1]!)!;
      expect(paired.estimate / paired.standardError).toBeCloseTo(z, 4);
    }
  });

  it('equal the brute force over all pairs', () => {
    fc.assert(
      fc.property(scored, ({ labels, first }) => {
        expect(auc(labels, first)).toBeCloseTo(pairwiseAuc(labels, first), 12);
        expect(aucInfluence(labels, first).auc).toBeCloseTo(pairwiseAuc(labels, first), 12);
      }),
    );
  });

  it('are symmetric: swapped runs give the opposite difference with the same p', () => {
    fc.assert(
      fc.property(scored, ({ labels, first, second }) => {
        const there = pairedDeLong(labels, first, second);
        const back = pairedDeLong(labels, second, first);
        expect(back === null).toBe(there === null);
        if (!there || !back) return;
        expect(back.estimate).toBeCloseTo(-there.estimate, 12);
        expect(back.standardError).toBeCloseTo(there.standardError, 12);
        expect(back.p).toBeCloseTo(there.p, 10);
        expect(back.interval[0]).toBeCloseTo(-there.interval[1], 10);
      }),
    );
  });

  it('find no difference between a run and any monotone map of it', () => {
    fc.assert(
      fc.property(scored, ({ labels, first }) => {
        const mapped = first.map((score) => Math.exp(3 * score));
        const same = pairedDeLong(labels, first, mapped);
        if (same) expect(same).toMatchObject({ estimate: 0, p: 1, interval: [0, 0] });
        else expect(aucInterval(labels, first)).toBeNull();
      }),
    );
  });

  it('take the mean over classes with its covariance: two mirrored classes are one', () => {
    const logits = Float32Array.from([0.1, 0.9, 0.4, 0.6, 0.8, 0.2, 0.3, 0.7, 0.45, 0.55]);
    const labels = Uint8Array.from([1, 0, 0, 1, 0]);
    const both = predictionInfluence({ logits, activation: 'sigmoid', labels, outputs: 2 }, 'multi-class')!;
    const single = aucInfluence([1, 0, 0, 1, 0], [0.9, 0.6, 0.2, 0.7, 0.55]);
    expect(both.auc).toBeCloseTo(single.auc, 6);
    expect(dot(both.influence, both.influence)).toBeCloseTo(dot(single.influence, single.influence), 6);
  });
});

describe('distributions', () => {
  it('agree with tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 8);
    expect(tQuantile(0.975, 2)).toBeCloseTo(4.30265273, 6);
    expect(tQuantile(0.975, 10)).toBeCloseTo(2.228138852, 6);
    expect(tQuantile(0.975, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959963984540054, 8);
    expect(tTwoSided(4.30265273, 2)).toBeCloseTo(0.05, 7);
    expect(tTwoSided(-4.30265273, 2)).toBeCloseTo(0.05, 7);
    expect(tTwoSided(0, 5)).toBeCloseTo(1, 10);
  });
});

describe('Holm', () => {
  const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

  it('never rejects more than the unadjusted tests, and no less than Bonferroni', () => {
    fc.assert(
      fc.property(ps, (values) => {
        holm(values).forEach((adjusted, index) => {
          expect(adjusted).toBeGreaterThanOrEqual(values[index]!);
          expect(adjusted).toBeLessThanOrEqual(Math.min(1, values.length * values[index]!) + 1e-12);
        });
      }),
    );
  });

  it('keeps the order of the p-values and does not care for that of the tests', () => {
    fc.assert(
      fc.property(ps, (values) => {
        const adjusted = holm(values);
        values.forEach((left, i) => {
          values.forEach((right, j) => {
            if (left < right) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!);
          });
        });
        expect(holm(values.toReversed())).toEqual(adjusted.toReversed());
      }),
    );
  });

  it('gives the worked example', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });
});

/** Share of trials in which the condition holds. */
function rate(trials: number, holds: (trial: number) => boolean): number {
  let count = 0;
  for (let trial = 0; trial < trials; trial++) if (holds(trial)) count++;
  return count / trials;
}

const inside = (value: number, interval: readonly [number, number] | null) =>
  interval !== null && interval[0] <= value && value <= interval[1];

/** AUC of N(d, 1) against N(0, 1) is Φ(d / √2). */
const SEPARATION = 1.6;
const TRUE_AUC = 1 - tTwoSided(SEPARATION / Math.SQRT2, Number.POSITIVE_INFINITY) / 2;

function binormal(trial: number, positives: number, negatives: number) {
  const random = createRandom(11, trial);
  const labels = Array.from({ length: positives + negatives }, (_, index) => (index < positives ? 1 : 0));
  return { labels, scores: labels.map((label) => label * SEPARATION + random.normal()), random };
}

// A rate of 0.95 over 1,000 trials has a standard error of 0.007; DeLong and the bootstrap hold it for large samples.
describe('intervals hold the true value as often as they promise', () => {
  it('t over seeds', () => {
    const held = rate(2000, (trial) => {
      const random = createRandom(1, trial);
      const values = [0, 1, 2, 3].map(() => 0.9 + 0.01 * random.normal());
      return inside(0.9, tInterval(values)!.interval);
    });
    expect(held).toBeGreaterThan(0.935);
    expect(held).toBeLessThan(0.965);
  });

  it('paired t over seeds, though the seeds share much', () => {
    const held = rate(2000, (trial) => {
      const random = createRandom(2, trial);
      const shared = [0, 1, 2].map(() => 0.05 * random.normal());
      const left = shared.map((value) => 0.9 + value + 0.01 * random.normal());
      const right = shared.map((value) => 0.88 + value + 0.01 * random.normal());
      return inside(0.02, pairedDifference(left, right)!.interval);
    });
    expect(held).toBeGreaterThan(0.935);
    expect(held).toBeLessThan(0.965);
  });

  it('DeLong on the logit scale', () => {
    const held = rate(1000, (trial) => {
      const { labels, scores } = binormal(trial, 30, 90);
      return inside(TRUE_AUC, aucInterval(labels, scores));
    });
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  });

  it('paired DeLong of two runs that are equally good', () => {
    const held = rate(1000, (trial) => {
      const { labels, scores, random } = binormal(trial, 40, 80);
      const [one, other] = [0, 1].map(() => scores.map((score) => score + 0.7 * random.normal()));
      return inside(0, pairedDeLong(labels, one!, other!)!.interval);
    });
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  });

  it('the stratified bootstrap, and it agrees with DeLong', () => {
    const widths: number[] = [];
    const held = rate(120, (trial) => {
      const { labels, scores, random } = binormal(trial, 40, 80);
      const interval = bootstrapAuc(labels, scores, null, { draws: 200, random });
      const exact = aucInterval(labels, scores)!;
      widths.push((interval[1] - interval[0]) / (exact[1] - exact[0]));
      return inside(TRUE_AUC, interval);
    });
    expect(held).toBeGreaterThan(0.88);
    const ratio = widths.reduce((sum, width) => sum + width, 0) / widths.length;
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  }, 30_000);
});

describe('logit intervals', () => {
  it('stay inside (0, 1) and hold the AUC', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 1e-8, max: 0.05, noNaN: true }),
        (area, varianceOfArea) => {
          const [low, high] = logitIntervalOf(area, 1.96 * Math.sqrt(varianceOfArea))!;
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThan(area);
          expect(high).toBeGreaterThan(area);
        },
      ),
    );
    expect(logitIntervalOf(1, 0.2)).toBeNull();
  });
});
