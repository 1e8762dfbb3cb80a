import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { f1Interval, wilsonInterval } from './wilson.ts';

it('is Wilson’s interval of published cases', () => {
  // Newcombe, Statistics in Medicine 1998, table I, method 3.
  const cases: [number, number, number, number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [successes, count, low, high] of cases) {
    const interval = wilsonInterval(successes, count)!;
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  }
  expect(wilsonInterval(0, 0)).toBeNull();
});

it('holds the share, lies within 0 and 1, and mirrors', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (count, wanted) => {
      const successes = wanted % (count + 1);
      const [low, high] = wilsonInterval(successes, count)!;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(successes / count);
      expect(high).toBeGreaterThanOrEqual(successes / count);
      const mirrored = wilsonInterval(count - successes, count)!;
      expect(mirrored[0]).toBeCloseTo(1 - high, 12);
      expect(mirrored[1]).toBeCloseTo(1 - low, 12);
    }),
  );
});

it('holds the true F1 about as often as promised', () => {
  // Of 80 images, each drawn with its true and its called class.
  const random = createRandom(1);
  const [found, missed, alarms] = [0.3, 0.12, 0.1];
  const truth = (2 * found) / (2 * found + missed + alarms);
  let held = 0;
  const studies = 2000;
  for (let study = 0; study < studies; study++) {
    const counts = [0, 0, 0];
    for (let image = 0; image < 80; image++) {
      const at = random.uniform();
      if (at < found) counts[0]!++;
      else if (at < found + missed) counts[1]!++;
      else if (at < found + missed + alarms) counts[2]!++;
    }
    const interval = f1Interval(counts[0]!, counts[1]!, counts[2]!)!;
    if (interval[0] <= truth && truth <= interval[1]) held++;
  }
  expect(held / studies).toBeGreaterThan(0.935);
  expect(held / studies).toBeLessThan(0.97);
  expect(f1Interval(0, 0, 0)).toBeNull();
  expect(f1Interval(4, 0, 0)![1]).toBe(1);
});
