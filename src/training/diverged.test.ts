import { describe, expect, it } from 'vitest';
import { LabError } from '../lab/lab-error.ts';
import { requireFiniteScores, requireFiniteStep } from './diverged.ts';

function thrownBy(action: () => void): LabError {
  try {
    action();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

const STRAYS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

describe.each(STRAYS)('%s', (stray) => {
  it('as a loss, or as a score behind a finite loss, ends the run', () => {
    const fine = Float32Array.of(1, -2);
    expect(thrownBy(() => requireFiniteStep(stray, fine, 'step 3 (epoch 1)'))).toMatchObject({
      code: 'diverged',
      message: `The loss became ${stray} at step 3 (epoch 1), so training was stopped.`,
    });
    expect(
      thrownBy(() => requireFiniteStep(0.5, Float32Array.of(1, stray), 'step 3 (epoch 1)')),
    ).toMatchObject({
      code: 'diverged',
      message: `A score became ${stray} at step 3 (epoch 1), so training was stopped.`,
    });
    requireFiniteStep(0.5, fine, 'step 3 (epoch 1)');
  });

  it('in an evaluation ends the run, and images are counted once', () => {
    const logits = Float32Array.of(1, 2, stray, stray, 3, 4, 5, stray);
    const error = thrownBy(() => requireFiniteScores(logits, 2, 'val part of stripes'));
    expect(error.code).toBe('diverged');
    expect(error.message).toContain('2 of the 4 images of the val part of stripes');
    requireFiniteScores(Float32Array.of(1, 2), 2, 'val part of stripes');
  });
});
