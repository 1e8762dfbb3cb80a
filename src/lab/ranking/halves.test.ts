import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halvesOf } from './halves.ts';

const count = (halves: Uint8Array, half: number, of: (image: number) => boolean) =>
  halves.reduce((sum, value, image) => sum + Number(value === half && of(image)), 0);

describe('the halves of val', () => {
  it('hold each class alike, to one image, and are of one size, to one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 120 }), (list) => {
        const labels = Uint8Array.from(list);
        const halves = halvesOf({ labels, outputs: 5 }, 'multi-class');
        expect(halves.every((half) => half <= 1)).toBe(true);
        for (const name of [0, 1, 2, 3, 4]) {
          const [first, second] = [0, 1].map((half) =>
            count(halves, half, (image) => labels[image] === name),
          );
          expect(Math.abs(first! - second!)).toBeLessThanOrEqual(1);
        }
        const sizes = [0, 1].map((half) => count(halves, half, () => true));
        expect(Math.abs(sizes[0]! - sizes[1]!)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('hold the rarest label alike', () => {
    const row = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 80 }), (rows) => {
        const halves = halvesOf({ labels: Uint8Array.from(rows.flat()), outputs: 3 }, 'multi-label');
        const shares = [0, 1, 2].map((label) =>
          [0, 1].map((half) => count(halves, half, (image) => rows[image]![label] === 1)),
        );
        const totals = shares.map(([first, second]) => first! + second!);
        const least = Math.min(...totals.filter((total) => total > 0));
        const imbalances = shares
          .filter((_, label) => totals[label] === least)
          .map(([first, second]) => Math.abs(first! - second!));
        // Of equally rare ones the first to be dealt out.
        expect(
          Math.min(...imbalances, totals.some((total) => total > 0) ? Number.POSITIVE_INFINITY : 0),
        ).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('depend on the labels alone', () => {
    const labels = Uint8Array.from({ length: 50 }, (_, image) => Number(image % 3 === 0));
    const halves = halvesOf({ labels, outputs: 1 }, 'binary');
    expect(halvesOf({ labels: labels.slice(), outputs: 1 }, 'binary')).toEqual(halves);
    // Held by its bytes: other halves would be other scores.
    expect([...halves].join('')).toMatchInlineSnapshot(
      `"01110010001010101010101001101110011100001111100010"`,
    );
  });
});
