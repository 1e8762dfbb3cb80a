import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { midranks } from './auc.ts';
import { fromProbabilities, logOdds } from './log-odds.ts';

const float = (size: number) => fc.float({ min: -Math.fround(size), max: Math.fround(size), noNaN: true });

/** Rows of three logits. */
const rows = (size: number) =>
  fc.array(fc.tuple(float(size), float(size), float(size)), { minLength: 2, maxLength: 30 });

describe('log-odds', () => {
  it('of a sigmoid are the logits, column by column', () => {
    const logits = Float32Array.of(1, 2, 3, 4, 5, 6);
    const columns = logOdds({ logits, activation: 'sigmoid', outputs: 2 });
    expect(columns.map((column) => [...column])).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ]);
  });

  it('of a softmax are log p / (1 − p) wherever that can be worked out from p', () => {
    fc.assert(
      fc.property(rows(6), (table) => {
        const columns = logOdds({
          logits: Float32Array.from(table.flat()),
          activation: 'softmax',
          outputs: 3,
        });
        table.forEach((row, index) => {
          const powers = row.map(Math.exp);
          powers.forEach((power, output) => {
            const others = powers.reduce((sum, other, place) => sum + (place === output ? 0 : other), 0);
            expect(columns[output]![index]).toBeCloseTo(Math.log(power / others), 9);
          });
        });
      }),
    );
  });

  it('of a softmax stay finite, and change sign between two classes, however far the logits are apart', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(float(1e30), float(1e30)), { minLength: 1 }), (table) => {
        const logits = Float32Array.from(table.flat());
        const [first, second] = logOdds({ logits, activation: 'softmax', outputs: 2 });
        first!.forEach((odds, row) => {
          const apart = logits[2 * row]! - logits[2 * row + 1]!;
          const allowed = 1e-14 * (1 + Math.abs(apart));
          expect(Math.abs(odds - apart)).toBeLessThanOrEqual(allowed);
          expect(Math.abs(second![row]! + apart)).toBeLessThanOrEqual(allowed);
        });
      }),
    );
  });

  it('tell apart what a float32 probability ties at 1', () => {
    const logits = Float32Array.of(20, 0, 0, 30, 0, 0, 25, 0, 0);
    const columns = logOdds({ logits, activation: 'softmax', outputs: 3 });
    expect([...midranks(columns[0]!)]).toEqual([1, 3, 2]);
    expect(new Set(Float32Array.from(columns[0]!, (odds) => 1 / (1 + Math.exp(-odds)))).size).toBe(1);
  });
});

describe('what an earlier lab stored as probabilities', () => {
  it('is ranked as it was, ties and all, and gives the same probabilities', () => {
    const probability = fc.oneof(
      fc.float({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, 1, 2 ** -149, 1 - 2 ** -24, 0.5, 0.5 + 2 ** -24),
    );
    fc.assert(
      fc.property(fc.array(probability, { minLength: 1, maxLength: 40 }), (list) => {
        const scores = Float32Array.from(list);
        const predictions = fromProbabilities({ scores, labels: new Uint8Array(list.length), outputs: 1 });
        const [odds] = logOdds(predictions);
        expect(midranks(odds!)).toEqual(midranks(scores));
        expect(odds!.every(Number.isFinite)).toBe(true);
        expect(Float32Array.from(odds!, (value) => 1 / (1 + Math.exp(-value)))).toEqual(scores);
      }),
    );
  });
});
