import { describe, expect, it } from 'vitest';
import type { EpochScores } from '../light-table/epoch-scores.ts';
import { plainScores, plainScoresOf, scoresOf } from './plain-scores.ts';

const HALF: EpochScores = {
  epoch: 1,
  logits: Uint16Array.of(0x3c00, 0xc000, 0x0001),
  activation: 'sigmoid',
  outputs: 1,
  means: { a: [0.75], b: [0.1] },
};
const SINGLE: EpochScores = {
  epoch: 3,
  logits: Float32Array.of(1 / 3, -17.25, 1e-30, 8),
  activation: 'softmax',
  outputs: 2,
  means: null,
};

describe('scores as text', () => {
  it('read back to the bit', () => {
    for (const scores of [HALF, SINGLE]) {
      expect(scoresOf(JSON.parse(JSON.stringify(plainScoresOf(scores))))).toEqual(scores);
    }
  });

  it('are refused where they are cut off, no numbers, of half an image, or out of order', () => {
    const [half, single] = [plainScoresOf(HALF), plainScoresOf(SINGLE)];
    const accepts = (...scores: unknown[]) => plainScores.safeParse(scores).success;
    expect(accepts(half, single)).toBe(true);
    expect(accepts(single, half)).toBe(false);
    expect(accepts({ ...half, logits: '!' })).toBe(false);
    expect(accepts({ ...half, bits: 32 })).toBe(false);
    expect(accepts({ ...half, bits: 8 })).toBe(false);
    expect(accepts({ ...single, outputs: 3 })).toBe(false);
    expect(
      accepts({ ...half, logits: plainScoresOf({ ...HALF, logits: Uint16Array.of(0x7e00) }).logits }),
    ).toBe(false);
    expect(accepts({ ...half, more: 1 })).toBe(false);
    expect(accepts(null)).toBe(false);
  });
});
