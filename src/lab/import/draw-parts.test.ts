import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SPLITS } from '../dataset.ts';
import { drawParts } from './draw-parts.ts';

const SHARES = { train: 0.7, val: 0.1, test: 0.2 };

it('each class is in each part in its share, and in all of them where it has three images', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 300 }),
      fc.nat(99),
      (strata, seed) => {
        const parts = drawParts(strata, null, SHARES, seed);
        for (const stratum of new Set(strata)) {
          const items = strata.flatMap((other, item) => (other === stratum ? [item] : []));
          for (const split of SPLITS) {
            const count = items.filter((item) => parts[item] === split).length;
            expect(Math.abs(count - SHARES[split] * items.length)).toBeLessThan(1.5);
            if (items.length >= 3) expect(count).toBeGreaterThan(0);
          }
        }
        expect(drawParts(strata, null, SHARES, seed)).toEqual(parts);
      },
    ),
    { numRuns: 60 },
  );
});

it('no group is on two sides, and the parts have about their shares', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(39), { minLength: 100, maxLength: 400 }), fc.nat(99), (patients, seed) => {
      const strata = patients.map((patient) => patient % 2);
      const groups = patients.map((patient) => `patient ${patient}`);
      const parts = drawParts(strata, groups, SHARES, seed);
      const homes = new Map<string, string>();
      groups.forEach((group, item) => {
        expect(homes.get(group) ?? parts[item]).toBe(parts[item]);
        homes.set(group, parts[item]!);
      });
      const largest = Math.max(
        ...[...homes.keys()].map((group) => groups.filter((other) => other === group).length),
      );
      for (const split of SPLITS) {
        const count = parts.filter((part) => part === split).length;
        expect(Math.abs(count - SHARES[split] * strata.length)).toBeLessThanOrEqual(2 * largest + 2);
      }
    }),
    { numRuns: 60 },
  );
});

it('another seed draws other parts', () => {
  const strata = Array.from({ length: 60 }, (_, item) => item % 2);
  expect(drawParts(strata, null, SHARES, 1)).not.toEqual(drawParts(strata, null, SHARES, 2));
});
