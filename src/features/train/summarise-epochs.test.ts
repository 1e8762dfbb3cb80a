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

  it('has nothing to say before the first epoch', () => {
    expect(summariseEpochs([])).toBeNull();
  });
});
