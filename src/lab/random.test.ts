import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, STREAM, shuffle } from './random.ts';

const keys = fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 5 });
const first = (random: ReturnType<typeof createRandom>, count: number) =>
  Array.from({ length: count }, () => random.uniform());

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

describe('a stream', () => {
  it('is the same for the same keys, and another for others', () => {
    fc.assert(
      fc.property(keys, keys, (one, other) => {
        const draws = first(createRandom(...one), 4);
        expect(first(createRandom(...one), 4)).toEqual(draws);
        if (one.join() !== other.join()) expect(first(createRandom(...other), 4)).not.toEqual(draws);
      }),
    );
  });

  it('does not follow from its neighbours: those of successive seeds do not correlate', () => {
    const count = 2000;
    const seeds = Array.from(
      { length: count },
      (_, seed) => first(createRandom(seed, STREAM.weights), 1)[0]!,
    );
    const pairs = seeds.slice(1).map((value, index) => (value - 0.5) * (seeds[index]! - 0.5));
    // Correlation of independent uniforms: 0 with deviation 1/√n; five of them are never reached by chance.
    expect(Math.abs(momentsOf(pairs).mean * 12)).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(momentsOf(seeds).mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * count));
  });

  it('is uniform in [0, 1)', () => {
    const draws = first(createRandom(3), 20_000);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    const { mean, variance } = momentsOf(draws);
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * draws.length));
    expect(Math.abs(variance * 12 - 1)).toBeLessThan(0.05);
  });

  it('draws integers of [0, bound), each as often', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.nat(), (bound, seed) => {
        const value = createRandom(seed).integer(bound);
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(bound);
      }),
    );
    const counts = new Array<number>(7).fill(0);
    const random = createRandom(5);
    for (let draw = 0; draw < 14_000; draw++) counts[random.integer(7)]! += 1;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(2000));
  });

  it('skips normals as if they were drawn, also between the two of a pair', () => {
    const counts = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(keys, counts, (key, turns) => {
        const [drawn, skipped] = [createRandom(...key), createRandom(...key)];
        for (const count of turns) {
          for (let draw = 0; draw < count; draw++) drawn.normal();
          skipped.skipNormals(count);
          expect(skipped.normal()).toBe(drawn.normal());
        }
      }),
    );
  });

  it('draws standard normals, tails included', () => {
    const random = createRandom(11);
    const draws = Array.from({ length: 20_000 }, () => random.normal());
    const { mean, variance } = momentsOf(draws);
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(draws.length));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / draws.length));
    const beyondTwo = draws.filter((draw) => Math.abs(draw) > 1.96).length / draws.length;
    expect(Math.abs(beyondTwo - 0.05)).toBeLessThan(5 * Math.sqrt((0.05 * 0.95) / draws.length));
  });
});

describe('shuffle', () => {
  it('loses and adds nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const shuffled = shuffle([...items], createRandom(seed));
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      }),
    );
  });

  it('gives every order as often', () => {
    const random = createRandom(2);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const order = shuffle([0, 1, 2], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000));
  });
});
