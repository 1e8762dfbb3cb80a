import { describe, expect, it } from 'vitest';
import { exampleEpoch } from '../../storage/testing/example-row.ts';
import { summariseEpochs } from './summarise-epochs.ts';

describe('summariseEpochs', () => {
  it('takes the earliest epoch of the highest val AUC, and leaves the test part closed', () => {
    const epochs = [0.7, 0.9, 0.9, 0.8].map((auc, index) => exampleEpoch(index + 1, auc));
    expect(summariseEpochs(epochs)).toMatchObject({
      bestEpoch: 2,
      epochs: 4,
      test: null,
      ended: 'stopped',
      seconds: 8,
      imagesPerSecond: 100,
    });
  });

  it('has nothing to say before the first epoch of the main stage', () => {
    expect(summariseEpochs([])).toBeNull();
    expect(summariseEpochs([{ ...exampleEpoch(1, 0.9), phase: 'warm-up' }])).toBeNull();
  });

  it('takes no epoch of the warm-up for the best, but counts its time', () => {
    const warmUp = { ...exampleEpoch(1, 0.99), phase: 'warm-up' } as const;
    expect(summariseEpochs([warmUp, exampleEpoch(2, 0.7), exampleEpoch(3, 0.6)])).toMatchObject({
      bestEpoch: 2,
      val: { auc: 0.7 },
      epochs: 3,
      seconds: 6,
    });
  });
});
