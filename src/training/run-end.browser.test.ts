import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { countClasses } from '../datasets/labels.ts';
import { type Dataset, SPLITS, type Split } from '../lab/dataset.ts';
import { modelShapeOf } from '../lab/models/model-shape-of.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { BatchTensors } from './batch/batch-tensors.ts';
import { evaluate } from './evaluate.ts';
import { ResNet18 } from './model/resnet18.ts';
import { createStage } from './stage.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { dataset, holdToNoLeak, recipeOf } from './testing/small-run.ts';
import { type SyntheticSettings, syntheticDataset } from './testing/synthetic-dataset.ts';
import { failureOf, runToEnd, train } from './testing/told-run.ts';

beforeAll(() => activateTestBackend('cpu'));
holdToNoLeak();

/** The synthetic set with other labels in some parts. */
function relabelled(
  change: Partial<Record<Split, (place: number, label: number) => number>>,
  settings: SyntheticSettings = {},
): Dataset {
  const data = syntheticDataset(settings);
  const classes = data.summary.classNames.length;
  const classCounts = { ...data.summary.classCounts };
  for (const split of SPLITS) {
    const { labels } = data.splits[split];
    labels.set(labels.map((label, place) => change[split]?.(place, label) ?? label));
    classCounts[split] = countClasses(labels, { task: data.summary.task, classes });
  }
  return { ...data, summary: { ...data.summary, classCounts } };
}

describe('the end', () => {
  it('comes early where val gets no better for as long as patience lasts', async () => {
    const told = await train(
      dataset,
      recipeOf({ epochs: 40, patience: 2, optimizer: { name: 'sgd', learningRate: 1e-8 } }),
    );
    const { summary } = told.finished;
    expect(summary.ended).toBe('early-stopping');
    expect(summary.epochs).toBe(summary.bestEpoch + 2);
    expect(summary.epochs).toBeLessThan(40);
    expect(summary.test).not.toBeNull();
  });

  it('comes with an explanation where the loss is no number any more, and the curve is kept', async () => {
    const recipe = recipeOf({ optimizer: { name: 'sgd' } });
    const huge: Recipe = { ...recipe, optimizer: { ...recipe.optimizer, learningRate: 1e30 } };
    const { told, code, message } = await failureOf(dataset, huge);
    expect(code).toBe('diverged');
    expect(message).toMatch(/NaN|Infinity/);
    expect(told.losses.length).toBeGreaterThan(0);
    expect(told.losses.every(Number.isFinite)).toBe(true);
    expect(message).toContain(`step ${told.losses.length + 1} `);
  });

  it('comes with an explanation where AUCM v2 meets a batch of one class', async () => {
    const rare = syntheticDataset({ every: 40 });
    const loss = { name: 'aucm', version: 'v2' };
    const { told, code, message } = await failureOf(
      rare,
      recipeOf({ loss, optimizer: { name: 'pesg' }, batch: 4 }),
    );
    expect(code).toBe('batch-needs-both-classes');
    expect(message).toContain('batch of 4');
    expect(told.of('started')).toHaveLength(1);
    const dual = await train(rare, recipeOf({ loss, balance: { name: 'dual' }, batch: 4, epochs: 1 }));
    expect(dual.finished.summary.ended).toBe('all-epochs');
  });

  it('comes before anything is allocated where a step cannot fit', async () => {
    const { numBytes } = tf.memory();
    const memoryUse = () => ({ liveBytes: 0, peakBytes: 0, limitBytes: 4096 });
    const { told, error } = await runToEnd(dataset, recipeOf(), () => {}, { memoryUse });
    expect(error).toMatchObject({
      code: 'out-of-memory',
      remedy: expect.stringContaining('Lower the batch'),
    });
    expect(told.events).toEqual([]);
    expect(tf.memory().numBytes).toBe(numBytes);
  });

  it('comes with an explanation where a part has one class only', async () => {
    const { told, code, message } = await failureOf(relabelled({ val: () => 0 }), recipeOf());
    expect(code).toBe('one-class');
    expect(message).toContain('val part of stripes holds one class only');
    expect(told.events).toEqual([]);
    const labels = { task: 'multi-label', classes: 3 } as const;
    const same = await failureOf(relabelled({ val: (place) => Number(place % 3 === 1) }, labels), recipeOf());
    expect(same.code).toBe('one-class');
    expect(same.told.events).toEqual([]);
  });

  it('comes with val scores where the test part has no AUC, and the val predictions are kept', async () => {
    const told = await train(relabelled({ test: () => 1 }), recipeOf({ epochs: 2 }));
    const { summary, val, test } = told.finished;
    expect(summary).toMatchObject({ ended: 'all-epochs', test: null, epochs: 2 });
    expect(summary.val.auc).toBeGreaterThan(0);
    expect(val.logits).toHaveLength(24);
    expect(test).toBeNull();
    expect(told.of('evaluating').some(({ split }) => split === 'test')).toBe(false);
  });

  it('has the mean over the labels that have an AUC', async () => {
    const labels = { task: 'multi-label', classes: 3 } as const;
    const first = (place: number, label: number) => (place % 3 === 0 ? 1 : label);
    const told = await train(relabelled({ val: first, test: first }, labels), recipeOf({ epochs: 1 }));
    for (const { aucByClass, auc } of [told.finished.summary.val, told.finished.summary.test!]) {
      expect(aucByClass[0]).toBeNull();
      expect(auc).toBeCloseTo((aucByClass[1]! + aucByClass[2]!) / 2, 12);
    }
  });

  it('comes where the last step of an epoch leaves a model without finite scores, before anything is ranked', async () => {
    // One batch an epoch: its loss is finite, the weights after it are not.
    const recipe = recipeOf({ batch: 48, optimizer: { name: 'sgd' } });
    const huge: Recipe = { ...recipe, optimizer: { ...recipe.optimizer, learningRate: 1e38 } };
    const { told, code, message } = await failureOf(dataset, huge);
    expect(code).toBe('diverged');
    expect(message).toContain('of the 24 images of the val part of stripes');
    expect(told.losses).toHaveLength(1);
    expect(told.of('epoch')).toEqual([]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'comes where a part is scored with %s',
    async (stray) => {
      const recipe = recipeOf();
      const model = new ResNet18(modelShapeOf(dataset.summary, recipe), recipe.seed);
      const stage = createStage('main', model, dataset, recipe);
      const pixels = new BatchTensors(dataset, recipe);
      const bias = [...model.parameters.values()].find(({ shape }) => shape.length === 1 && shape[0] === 1)!;
      tf.tidy(() => bias.assign(tf.tensor1d([stray])));
      const scored = evaluate(model, stage.loss, dataset, 'test', pixels, 24, async () => {});
      await expect(scored).rejects.toMatchObject({
        code: 'diverged',
        message: expect.stringContaining('24 of the 24 images of the test part'),
      });
      stage.dispose();
      model.dispose();
    },
  );
});

describe('the warm-up', () => {
  it('trains with cross-entropy and Adam, then hands over; its epochs are never the best', async () => {
    const schedule = { warmUpEpochs: 2, warmUpLearningRate: 0.01, decayAt: [0.5], decayFactor: 4 };
    const main = { loss: { name: 'aucm' }, optimizer: { name: 'pesg', learningRate: 0.2 } };
    const told = await train(dataset, recipeOf({ ...main, schedule, epochs: 4 }));
    const records = told.of('epoch').map(({ record }) => record);
    expect(records.map(({ phase }) => phase)).toEqual(['warm-up', 'warm-up', 'main', 'main']);
    expect(records.map(({ learningRate }) => learningRate)).toEqual([0.01, 0.01, 0.05, 0.05]);
    expect(told.finished.summary.bestEpoch).toBeGreaterThan(2);
    expect(Math.min(...told.finished.summary.ranking!.epochs)).toBeGreaterThan(2);
    const plain = await train(
      dataset,
      recipeOf({ schedule: { decayAt: [] }, optimizer: { name: 'adam', learningRate: 0.01 } }),
    );
    expect(told.losses.slice(0, 6)).toEqual(plain.losses.slice(0, 6));
  });
});

describe('patience', () => {
  /** A main stage that moves nothing, so that no epoch is better than its first. */
  const still = { name: 'sgd', learningRate: 1e-8 };

  it('is not tried by the warm-up: the main stage has all of it', async () => {
    const schedule = { warmUpEpochs: 5, warmUpLearningRate: 1e-8, decayAt: [] };
    const told = await train(dataset, recipeOf({ epochs: 40, patience: 2, schedule, optimizer: still }));
    const records = told.of('epoch');
    const { summary, val } = told.finished;
    expect(records.filter(({ record }) => record.phase === 'warm-up')).toHaveLength(5);
    expect(summary.ended).toBe('early-stopping');
    expect(summary.bestEpoch).toBeGreaterThan(5);
    expect(summary.epochs).toBe(summary.bestEpoch + 2);
    expect(val.logits).toHaveLength(24);
    // No epoch of the warm-up is called the best, not even while nothing better is known.
    for (const { record, best } of records) if (record.phase === 'warm-up') expect(best).toBe(false);
    expect(records[5]!.best).toBe(true);
  });
});

describe('a warm-up', () => {
  it('that a person stops leaves its curve, and nothing to be called the best', async () => {
    const told = await train(
      dataset,
      recipeOf({ epochs: 4, schedule: { warmUpEpochs: 2 } }),
      (event, control) => {
        if (event.kind === 'epoch') control.stop();
      },
    );
    expect(told.of('epoch')).toHaveLength(1);
    expect(told.last).toEqual({ kind: 'stopped' });
  });

  it.each([3, 4])('of %i of 3 epochs is refused before anything is trained', async (warmUpEpochs) => {
    const { told, code, message } = await failureOf(dataset, recipeOf({ schedule: { warmUpEpochs } }));
    expect(code).toBe('bad-recipe');
    expect(message).toContain(`${warmUpEpochs} epochs`);
    expect(told.events).toEqual([]);
  });
});
