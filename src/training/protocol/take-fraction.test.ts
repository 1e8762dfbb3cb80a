import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random, shuffle } from '../../lab/random.ts';
import { takeFraction } from './take-fraction.ts';

/** The rule as it was first written, one copy of the class for each image of it: recipes of old drew by this. */
function slowly(classes: readonly number[], fraction: number, random: Random): number[] {
  const placesOf = new Map<number, number[]>();
  classes.forEach((name, place) => {
    placesOf.set(name, [...(placesOf.get(name) ?? []), place]);
  });
  const kept = [...placesOf.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, places]) => {
      const count = Math.max(Math.round(fraction * places.length), Math.min(2, places.length));
      return shuffle(places, random).slice(0, count);
    });
  return kept.sort((a, b) => a - b);
}

describe('takeFraction', () => {
  it('keeps the very images that the slow rule keeps', () => {
    const classes = fc.array(fc.nat(4), { minLength: 1, maxLength: 80 });
    const fractions = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(classes, fractions, fc.nat(), (labels, fraction, seed) => {
        const kept = takeFraction(labels, fraction, createRandom(seed));
        expect(kept).toEqual(slowly(labels, fraction, createRandom(seed)));
      }),
    );
  });

  it('is soon done with one class of a million images, which by the slow rule takes hours', () => {
    const kept = takeFraction(new Array<number>(1_000_000).fill(0), 0.25, createRandom(1));
    expect(kept).toHaveLength(250_000);
  });
});
