import { describe, expect, it } from 'vitest';
import { EpochTally } from './epoch-tally.ts';

describe('EpochTally', () => {
  it('ranks by logits, over all batches', () => {
    const tally = new EpochTally('binary', 1, 'sigmoid');
    // As float32 probabilities all four are 1.
    tally.add(0.5, Float32Array.of(40, 20), Uint8Array.of(1, 0));
    tally.add(0.1, Float32Array.of(35, 25), Uint8Array.of(1, 0));
    expect(tally.auc).toBe(1);
    expect(tally.meanLoss).toBeCloseTo(0.3, 12);
  });
});
