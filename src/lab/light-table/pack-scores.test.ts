import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import type { Predictions } from '../run-record.ts';
import { scorePredictions } from '../statistics/scores.ts';
import { unpackLogits } from './epoch-scores.ts';
import { packScores, predictionsOfImages } from './pack-scores.ts';

/** Scores as a model gives them: `spread` about `centre`. */
function predictions(spread: number, centre: number, seed = 1): Predictions {
  const random = createRandom(seed);
  const labels = Uint8Array.from({ length: 600 }, (_, index) => index % 2);
  const logits = Float32Array.from(labels, (label) => centre + spread * (label + random.normal()));
  return { logits, labels, activation: 'sigmoid', outputs: 1 };
}

describe('scores that are kept', () => {
  it('take 16 bits where no AUC that is told changes, and 32 where one would', () => {
    expect(packScores(3, predictions(2, 0), 'binary', null).logits).toBeInstanceOf(Uint16Array);
    expect(packScores(3, predictions(0.0005, -0.48), 'binary', null).logits).toBeInstanceOf(Float32Array);
  });

  it('take 32 bits where they are too large for 16', () => {
    const given = predictions(1e5, 0);
    const kept = packScores(1, given, 'binary', null);
    expect(unpackLogits(kept)).toEqual(given.logits);
  });

  it('tell the same AUC as before, in whatever way they are kept', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-5, max: 5, noNaN: true }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        (spread, centre, seed) => {
          const given = predictions(spread, centre, seed);
          const kept = packScores(1, given, 'binary', null);
          const back = scorePredictions({ ...given, logits: unpackLogits(kept) }, 'binary', null)!;
          expect(back.auc.toFixed(3)).toBe(scorePredictions(given, 'binary', null)!.auc.toFixed(3));
          back.aucByClass.forEach((auc) => {
            expect(auc).not.toBeNull();
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tell the same third place where one tie would change it', () => {
    const logits = new Float32Array(2001).fill(-1).fill(2, 1176);
    // The only finding, and next to it a film that sixteen bits would put at its side.
    logits.set([1, 1 - 1e-5]);
    const labels = new Uint8Array(2001).fill(1, 0, 1);
    const given: Predictions = { logits, labels, activation: 'sigmoid', outputs: 1 };
    const told = (values: Predictions['logits']) =>
      scorePredictions({ ...given, logits: values }, 'binary', null)!.auc.toFixed(3);
    expect(told(logits)).toBe('0.588');
    expect(told(unpackLogits(packScores(1, given, 'binary', null)))).toBe('0.588');
  });

  it('are those of the chosen images, row by row', () => {
    const given: Predictions = {
      logits: Float32Array.of(1, 2, 3, 4, 5, 6),
      labels: Uint8Array.of(0, 1, 1, 1, 0, 0),
      activation: 'sigmoid',
      outputs: 2,
    };
    expect(predictionsOfImages(given, Int32Array.of(0, 2))).toEqual({
      logits: Float32Array.of(1, 2, 5, 6),
      labels: Uint8Array.of(0, 1, 0, 0),
      activation: 'sigmoid',
      outputs: 2,
    });
  });
});
