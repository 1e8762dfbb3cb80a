import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BALANCING, type BalancingName } from '../lab/balance/registry.ts';
import type { Dataset } from '../lab/dataset.ts';
import { modelShapeOf } from '../lab/models/model-shape-of.ts';
import { auc } from '../lab/statistics/auc.ts';
import { BatchTensors } from './batch/batch-tensors.ts';
import { epochBatches } from './batch/epoch-batches.ts';
import { evaluate } from './evaluate.ts';
import { ResNet18 } from './model/resnet18.ts';
import { createStage } from './stage.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { dataset, holdToNoLeak, recipeOf } from './testing/small-run.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';
import { train } from './testing/told-run.ts';
import { trainingStep } from './training-step.ts';

beforeAll(() => activateTestBackend('cpu'));
holdToNoLeak();

describe('every kind of data and balancing runs through', () => {
  const cases: [string, Dataset, object][] = [
    ['several classes', syntheticDataset({ task: 'multi-class', classes: 3 }), {}],
    [
      'several classes by AUCM',
      syntheticDataset({ task: 'multi-class', classes: 3 }),
      { loss: { name: 'aucm' } },
    ],
    ['labels', syntheticDataset({ task: 'multi-label', classes: 3 }), { loss: { name: 'bce' } }],
    ['labels by AUCM', syntheticDataset({ task: 'multi-label', classes: 3 }), { loss: { name: 'aucm' } }],
    ['colour', syntheticDataset({ channels: 3 }), { normalise: 'train' }],
    ['the small stem', dataset, { stem: 'small' }],
    ['volumes', syntheticDataset({ dims: 3, size: 6, counts: { train: 16, val: 8, test: 8 } }), { batch: 8 }],
    ['slices', syntheticDataset({ dims: 3, size: 6 }), { volume: 'slices' }],
    ...(Object.keys(BALANCING) as BalancingName[]).map((name): [string, Dataset, object] => [
      `balancing: ${name}`,
      dataset,
      { balance: { name } },
    ]),
  ];

  it.each(cases)('%s', async (_, data, changes) => {
    const told = await train(data, recipeOf({ epochs: 1, ...changes }));
    const { summary, val, test } = told.finished;
    const { task, classNames, counts } = data.summary;
    expect(told.losses.every(Number.isFinite)).toBe(true);
    expect(summary.test!.auc).toBeGreaterThanOrEqual(0);
    expect(summary.val.aucByClass).toHaveLength(task === 'binary' ? 1 : classNames.length);
    expect(val.logits).toHaveLength(counts.val * val.outputs);
    expect(test!.logits.every(Number.isFinite)).toBe(true);
    const isSoftmax = task === 'multi-class' && recipeOf(changes).loss.name === 'cross-entropy';
    expect(test!.activation).toBe(isSoftmax ? 'softmax' : 'sigmoid');
  });
});

describe('the toy set is learnt', () => {
  const losses = {
    'cross-entropy': { name: 'cross-entropy' },
    BCE: { name: 'bce' },
    'AUCM v1': { name: 'aucm', version: 'v1' },
    'AUCM v2': { name: 'aucm', version: 'v2' },
  } as const;
  const optimizers = {
    PESG: { name: 'pesg', learningRate: 0.1 },
    'PESG with Adam': { name: 'pesg', mode: 'adam', learningRate: 0.01 },
    Adam: { name: 'adam', learningRate: 0.01 },
    SGD: { name: 'sgd', learningRate: 0.05 },
  } as const;
  const pairs = Object.entries(losses).flatMap(([lossName, loss]) =>
    Object.entries(optimizers).map(([optimizerName, optimizer]) => ({
      lossName,
      optimizerName,
      loss,
      optimizer,
    })),
  );

  it.each(pairs)(
    'by $lossName and $optimizerName, in 30 steps without a leak',
    async ({ loss, optimizer }) => {
      const recipe = recipeOf({ loss, optimizer, balance: { name: 'dual' }, seed: 3 });
      const model = new ResNet18(modelShapeOf(dataset.summary, recipe), recipe.seed);
      const stage = createStage('main', model, dataset, recipe);
      const pixels = new BatchTensors(dataset, recipe);
      const memory = new Set<string>();
      const epochs: { labels: number[]; logits: number[] }[] = [];
      for (let epoch = 0; epoch < 10; epoch++) {
        const seen = { labels: [] as number[], logits: [] as number[] };
        for (const batch of epochBatches(dataset, recipe, epoch)) {
          const { images, labels } = pixels.training(batch, epoch);
          const step = trainingStep(model, stage.loss, stage.optimizer, images, labels);
          seen.labels.push(...labels);
          seen.logits.push(...step.logits.dataSync());
          tf.dispose([images, step.loss, step.logits]);
          const { numTensors, numBytes, numDataBuffers } = tf.memory();
          memory.add(`${numTensors} tensors, ${numBytes} bytes, ${numDataBuffers} buffers`);
        }
        epochs.push(seen);
      }
      expect([...memory]).toHaveLength(1);
      const aucOf = (seen: { labels: number[]; logits: number[] }) => auc(seen.labels, seen.logits)!;
      expect(aucOf(epochs[0]!)).toBeLessThan(aucOf(epochs[9]!));
      const { scores } = await evaluate(model, stage.loss, dataset, 'val', pixels, 24, async () => {});
      expect(scores.auc).toBeGreaterThan(0.95);
      const own = [...stage.loss.trainable, ...stage.loss.ascending].map(
        (variable) => variable.dataSync()[0]!,
      );
      expect(own).toHaveLength(loss.name === 'aucm' ? 3 : 0);
      // a is the mean score aimed at for positives, b for negatives; α stays in its bounds.
      if (own.length > 0) expect(own[0]).toBeGreaterThan(own[1]!);
      for (const value of own) expect(Math.abs(value)).toBeGreaterThan(1e-3);
      stage.dispose();
      model.dispose();
    },
  );
});
