import { describe, expect, it } from 'vitest';
import { checkScores, VAL_SCORES } from './testing/val-scores.ts';

const CALM = { auc: 0.93, jitter: 0.15, sway: 0.02, persistence: 0.6 };
const JITTERY = { auc: 0.93, jitter: 0.7, sway: 0.02, persistence: 0.3 };

describe('the val score of simulated studies', () => {
  // The whole table is in docs/studies.md. Over 60 studies a share of 0.95 has a standard error of 0.03, a bias of 0.002.
  const { 'best epoch': best, 'cross-fitted': fitted } = checkScores(
    { 'best epoch': VAL_SCORES['best epoch'], 'cross-fitted': VAL_SCORES['cross-fitted'] },
    [CALM, JITTERY],
    { trials: 60, images: 80, positives: 0.35, epochs: 15, seeds: [2, 5] },
  );

  it('of the best epoch is too high, for a jittery recipe most', () => {
    expect(best.bias[1]).toBeGreaterThan(0.015);
    expect(best.bias[1]).toBeGreaterThan(2 * best.bias[0]!);
    expect(best.advantage).toBeGreaterThan(0.01);
    expect(best.coverage[1]![1]).toBeLessThan(0.88);
  });

  it('of two halves is what it says, and gives nothing for jitter', () => {
    for (const bias of fitted.bias) expect(Math.abs(bias)).toBeLessThan(0.008);
    expect(Math.abs(fitted.advantage)).toBeLessThan(0.006);
    for (const share of fitted.coverage.flat()) expect(share).toBeGreaterThan(0.85);
  });
});
