import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unpackLogits } from '../lab/light-table/epoch-scores.ts';
import { parseRecipe } from '../lab/recipe/parse.ts';
import { scorePredictions } from '../lab/statistics/scores.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';
import { train } from './testing/told-run.ts';

const SMALL = { width: 2, batch: 16, epochs: 3, normalise: 'half' } as const;

beforeAll(() => activateTestBackend('cpu'));

let tensors: number;
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensors);
});

describe('what the light table is told of an epoch', () => {
  for (const [task, classes] of [
    ['binary', 2],
    ['multi-class', 3],
    ['multi-label', 3],
  ] as const) {
    it(`gives the AUC of the record: ${task}`, async () => {
      const dataset = syntheticDataset({ task, classes });
      const { labels } = dataset.splits.val;
      const told = await train(
        dataset,
        parseRecipe({ ...SMALL, loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' } }),
      );
      const epochs = told.of('epoch');
      expect(epochs).toHaveLength(3);
      for (const { record, scores } of epochs) {
        expect(scores).toMatchObject({ epoch: record.epoch, means: null });
        const { activation, outputs } = scores;
        const again = scorePredictions(
          { logits: unpackLogits(scores), labels, activation, outputs },
          task,
          null,
        )!;
        expect(again.auc).toBeCloseTo(record.val.auc, 3);
      }
    });
  }

  it('has a and b of the AUC margin loss, which move, and none in the warm-up', async () => {
    const dataset = syntheticDataset();
    const told = await train(dataset, parseRecipe({ ...SMALL, schedule: { warmUpEpochs: 1 } }));
    const [warmUp, first, second] = told.of('epoch').map(({ scores }) => scores.means);
    expect(warmUp).toBeNull();
    for (const means of [first, second]) {
      expect(means!.a).toHaveLength(1);
      expect(Number.isFinite(means!.a[0]! + means!.b[0]!)).toBe(true);
    }
    expect(second).not.toEqual(first);
  });

  it('is of the images on the table where there are more', async () => {
    const dataset = syntheticDataset({ counts: { train: 32, val: 700, test: 8 } });
    const told = await train(dataset, parseRecipe({ ...SMALL, epochs: 1 }));
    expect(told.of('epoch')[0]!.scores.logits).toHaveLength(600);
  });
});
