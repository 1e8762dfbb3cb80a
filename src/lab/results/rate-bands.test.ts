import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { rocCurve } from '../statistics/curves.ts';
import { quantile } from '../statistics/moments.ts';
import { finishWork } from '../work.ts';
import { rateBands, rateCurves, rateHeights } from './rate-bands.ts';
import { heightAt } from './testing/height-at.ts';
import { randomPart } from './testing/scored.ts';

it('draws both curves from one sorting', () => {
  const curves = rateCurves([0, 1, 0, 1], [0.1, 0.4, 0.4, 0.9])!;
  expect(curves.roc.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [0, 0.5],
    [0.5, 1],
    [1, 1],
  ]);
  expect(curves.precisionRecall.map(({ x, y }) => [x, y])).toEqual([
    [0.5, 1],
    [1, 2 / 3],
    [1, 0.5],
  ]);
  expect(curves.averagePrecision).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
  expect(rateCurves([1, 1], [0, 1])).toBeNull();
});

it('has the bands that drawing image by image has', () => {
  const part = randomPart('binary', 40, 2, 5);
  const [labels, scores] = [part.held[0]!, part.scores[0]!];
  const bands = finishWork(rateBands(labels, scores, 50, createRandom(3)))!;
  // The same draws, each made a sample of its own: the sides are drawn one after the other, by descending score.
  const random = createRandom(3);
  const order = Array.from(labels, (_, item) => item).sort((a, b) => scores[b]! - scores[a]!);
  const sides = [0, 1].map((side) => order.filter((item) => labels[item] === side));
  const redrawn = Array.from({ length: 50 }, () =>
    sides.flatMap((side) => side.map(() => side[random.integer(side.length)]!)),
  ).map((items) => {
    const drawnLabels = items.map((item) => labels[item]!);
    const drawnScores = items.map((item) => scores[item]!);
    return { roc: rocCurve(drawnLabels, drawnScores), rates: rateCurves(drawnLabels, drawnScores)! };
  });
  const whole = rateCurves(labels, scores)!;
  for (const { x, y, low, high } of bands.roc) {
    expect(y).toBeCloseTo(heightAt(whole.roc, x), 12);
    const heights = redrawn.map(({ roc }) => heightAt(roc, x)).sort((a, b) => a - b);
    expect(low).toBeCloseTo(quantile(heights, 0.025), 9);
    expect(high).toBeCloseTo(quantile(heights, 0.975), 9);
  }
  for (const { x, y, low, high } of bands.precisionRecall) {
    expect(y).toBe(whole.precisionRecall.find((point) => point.x >= x)!.y);
    const heights = redrawn
      .map(({ rates }) => rates.precisionRecall.find((point) => point.x >= x)!.y)
      .sort((a, b) => a - b);
    expect(low).toBeCloseTo(quantile(heights, 0.025), 9);
    expect(high).toBeCloseTo(quantile(heights, 0.975), 9);
  }
  const areas = redrawn.map(({ rates }) => rates.averagePrecision).sort((a, b) => a - b);
  expect(bands.averagePrecision[0]).toBeCloseTo(quantile(areas, 0.025), 9);
  expect(finishWork(rateBands([1], [0], 5, createRandom(1)))).toBeNull();
});

it('counts precision and sensitivity at every threshold', () => {
  const images = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 9 })), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(images, fc.integer({ min: 0, max: 9 }), (drawn, threshold) => {
      const rows = [[0, 2], [1, 5], ...drawn] as const;
      const [labels, scores] = [rows.map(([label]) => label), rows.map(([, score]) => score)];
      const above = labels.filter((_, item) => scores[item]! >= threshold);
      const hits = above.filter((label) => label === 1).length;
      if (!scores.includes(threshold)) return;
      const positives = labels.filter((label) => label === 1).length;
      expect(rateCurves(labels, scores)!.precisionRecall).toContainEqual({
        ...{ x: hits / positives, y: hits / above.length, threshold },
      });
    }),
  );
});

it('has heights in hundredths that are those of the curves, and bands about as wide as the few images make them', () => {
  const random = createRandom(1);
  const labels = Array.from({ length: 60 }, (_, index) => (index < 20 ? 1 : 0));
  const scores = labels.map((label) => label + random.normal());
  const { roc } = rateCurves(labels, scores)!;
  const heights = rateHeights(labels, scores)!;
  expect(heights.roc).toHaveLength(101);
  heights.roc.forEach((height, step) => {
    expect(height).toBeCloseTo(heightAt(roc, step / 100), 12);
  });
  const bands = finishWork(rateBands(labels, scores, 200, createRandom(4)))!;
  expect(bands.roc.map(({ y }) => y)).toEqual(heights.roc);
  expect(bands.precisionRecall.map(({ y }) => y)).toEqual(heights.precisionRecall);
  const middle = bands.roc[30]!;
  expect(middle.low).toBeLessThan(middle.y);
  expect(middle.high).toBeGreaterThan(middle.y);
  expect(bands.roc.at(-1)).toEqual({ x: 1, y: 1, low: 1, high: 1 });
  expect(rateHeights([1], [0])).toBeNull();
});
