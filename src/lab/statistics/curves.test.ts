import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { auc } from './auc.ts';
import { stratifiedDraw } from './bootstrap.ts';
import {
  bandOfDraws,
  bandOverSeeds,
  heightAt,
  precisionRecallCurve,
  type RatePoint,
  rocCurve,
} from './curves.ts';

const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 9 })), { maxLength: 40 })
  .map((rows) => [[0, 2], [1, 5], ...rows])
  .map((rows) => ({ labels: rows.map((row) => row[0]!), scores: rows.map((row) => row[1]! / 10) }));

function area(curve: readonly RatePoint[]): number {
  let sum = 0;
  for (let place = 1; place < curve.length; place++) {
    const [left, right] = [curve[place - 1]!, curve[place]!];
    sum += ((right.x - left.x) * (left.y + right.y)) / 2;
  }
  return sum;
}

describe('ROC and precision-recall curves', () => {
  it('has the AUC for its area, ties and all, and runs from (0, 0) to (1, 1)', () => {
    fc.assert(
      fc.property(scored, ({ labels, scores }) => {
        const curve = rocCurve(labels, scores);
        expect(area(curve)).toBeCloseTo(auc(labels, scores)!, 10);
        expect(curve[0]).toEqual({ x: 0, y: 0 });
        expect(curve.at(-1)).toEqual({ x: 1, y: 1 });
      }),
    );
  });

  it('counts precision and recall at every threshold', () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: 0, max: 9 }), ({ labels, scores }, step) => {
        const threshold = step / 10;
        const above = labels.filter((_, item) => scores[item]! >= threshold);
        const hits = above.filter((label) => label === 1).length;
        if (hits === 0 || !scores.includes(threshold)) return;
        const positives = labels.filter((label) => label === 1).length;
        expect(precisionRecallCurve(labels, scores)).toContainEqual({
          x: hits / positives,
          y: hits / above.length,
        });
      }),
    );
  });

  it('reads a height between points and the top of a step', () => {
    const curve = [
      { x: 0, y: 0 },
      { x: 0, y: 0.4 },
      { x: 1, y: 1 },
    ];
    expect(heightAt(curve, 0)).toBe(0.4);
    expect(heightAt(curve, 0.5)).toBeCloseTo(0.7);
    expect(heightAt(curve, 1)).toBe(1);
  });
});

describe('bands', () => {
  const labels = Array.from({ length: 60 }, (_, index) => (index < 20 ? 1 : 0));
  const draw = (seed: number) => {
    const random = createRandom(seed);
    return labels.map((label) => label + random.normal());
  };

  it('over seeds: hold the mean, stay in [0, 1] and vanish where all curves agree', () => {
    const curves = [1, 2, 3].map((seed) => rocCurve(labels, draw(seed)));
    for (const { y, low, high } of bandOverSeeds(curves)) {
      expect(low).toBeLessThanOrEqual(y);
      expect(high).toBeGreaterThanOrEqual(y);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
    }
    const same = bandOverSeeds([curves[0]!, curves[0]!]);
    expect(same.every(({ low, high }) => Math.abs(high - low) < 1e-12)).toBe(true);
  });

  it('over images: as wide as the few images make it', () => {
    const scores = draw(1);
    const random = createRandom(4);
    const redrawn = Array.from({ length: 200 }, () => {
      const items = stratifiedDraw(labels, random);
      return rocCurve(
        items.map((item) => labels[item]!),
        Float64Array.from(items, (item) => scores[item]!),
      );
    });
    const band = bandOfDraws(rocCurve(labels, scores), redrawn);
    const middle = band[30]!;
    expect(middle.low).toBeLessThan(middle.y);
    expect(middle.high).toBeGreaterThan(middle.y);
    expect(band.at(-1)).toEqual({ x: 1, y: 1, low: 1, high: 1 });
  });
});
