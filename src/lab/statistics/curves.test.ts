import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { rateHeights } from '../results/rate-bands.ts';
import { auc } from './auc.ts';
import { bandOverSeeds, type RatePoint, rocCurve } from './curves.ts';

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

describe('ROC curves', () => {
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
});

describe('bands', () => {
  const labels = Array.from({ length: 60 }, (_, index) => (index < 20 ? 1 : 0));
  const draw = (seed: number) => {
    const random = createRandom(seed);
    return labels.map((label) => label + random.normal());
  };

  it('over seeds: hold the mean, stay in [0, 1] and vanish where all curves agree', () => {
    const curves = [1, 2, 3].map((seed) => rateHeights(labels, draw(seed))!.roc);
    for (const { y, low, high } of bandOverSeeds(curves)) {
      expect(low).toBeLessThanOrEqual(y);
      expect(high).toBeGreaterThanOrEqual(y);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
    }
    const same = bandOverSeeds([curves[0]!, curves[0]!]);
    expect(same.every(({ low, high }) => Math.abs(high - low) < 1e-12)).toBe(true);
  });
});
