import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { aucInfluence, meanInfluence } from './auc-influence.ts';
import { contrast } from './contrast.ts';
import { pairedDeLong, pairedDifferenceOf } from './delong.ts';
import { meanAuc } from './mean-auc.ts';
import { smallCoverage } from './testing/small-parts.ts';

const EIGHT = [1, 1, 1, 1, 0, 0, 0, 0];
const PERFECT = [8, 7, 6, 5, 4, 3, 2, 1];
const CONSTANT = EIGHT.map(() => 0);
const SOME = [8, 3, 6, 5, 4, 7, 2, 1];

describe('a comparison whose variance estimate is degenerate', () => {
  it('is not defined: a perfect ranking or a constant one shows no spread, whatever the truth', () => {
    for (const [first, second] of [
      [PERFECT, CONSTANT],
      [CONSTANT, PERFECT],
      [PERFECT, PERFECT],
      [CONSTANT, CONSTANT],
      [PERFECT, SOME],
      [SOME, CONSTANT],
      [PERFECT.toReversed(), SOME],
    ] as const) {
      expect(pairedDeLong(EIGHT, first, second)).toBeNull();
    }
    expect(pairedDeLong(EIGHT, SOME, SOME)).toMatchObject({ estimate: 0, p: 1 });
  });

  it('is not defined with one or two images of a class, of several classes neither', () => {
    const random = createRandom(4);
    const scores = () => Array.from({ length: 12 }, () => random.normal());
    for (const positives of [1, 2]) {
      const labels = Array.from({ length: 12 }, (_, item) => Number(item < positives));
      expect(pairedDeLong(labels, scores(), scores())).toBeNull();
      expect(
        pairedDeLong(
          labels.map((label) => 1 - label),
          scores(),
          scores(),
        ),
      ).toBeNull();
      const rest = Array.from({ length: 12 }, (_, item) => Number(item % 2 === 0));
      const macro = () => meanInfluence([aucInfluence(labels, scores()), aucInfluence(rest, scores())]);
      expect(pairedDifferenceOf(macro(), macro())).toBeNull();
    }
  });

  it('has no p-value in a study either', () => {
    const labels = Array.from({ length: 12 }, (_, item) => Number(item < 2));
    const random = createRandom(5);
    const run = () => ({
      ...aucInfluence(
        labels,
        Array.from({ length: 12 }, () => random.normal()),
      ),
      items: 'x',
    });
    const table = [0, 1].map(() => [run(), run(), run()]);
    expect(contrast(table, [1, -1])).toMatchObject({ p: Number.NaN, interval: [-1, 1] });
    expect(meanAuc(table[0]!).interval).toBeNull();
    const still = (scores: readonly number[]) => ({ ...aucInfluence(EIGHT, scores), items: 'x' });
    const extremes = [PERFECT, CONSTANT].map((scores) => [still(scores), still(scores)]);
    expect(contrast(extremes, [1, -1])!.p).toBeNaN();
  });
});

describe('intervals on few images', () => {
  // The whole table is in docs/studies.md. A share of 0.93 over 600 trials has a standard error of 0.01.
  it.each([
    [[80, 3], 0.86, 0.93],
    [[80, 5], 0.88, 0.93],
    [[80, 10], 0.91, 0.93],
    [[60, 40, 30, 3], 0.88, 0.93],
    [[60, 40, 30, 5], 0.9, 0.93],
  ])('of classes with %j images hold the true value', (counts, single, paired) => {
    const coverage = smallCoverage(600, counts, 1.2);
    expect(coverage.held).toBeGreaterThan(single);
    expect(coverage.differenceHeld).toBeGreaterThan(paired);
    expect(coverage.defined).toBeGreaterThan(0.95);
  });
});
