import { expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { heightAt, rocCurve } from '../statistics/curves.ts';
import { quantile } from '../statistics/moments.ts';
import { finishWork } from '../work.ts';
import { rateBands, rateCurves } from './rate-bands.ts';
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
