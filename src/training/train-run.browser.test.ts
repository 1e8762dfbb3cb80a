import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countClasses } from '../datasets/labels.ts';
import { BALANCING, type BalancingName } from '../lab/balance/registry.ts';
import { type Dataset, SPLITS, type Split } from '../lab/dataset.ts';
import { scoreRanking } from '../lab/ranking/cross-fit.ts';
import { halvesOf } from '../lab/ranking/halves.ts';
import { parseRecipe } from '../lab/recipe/parse.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { RankingScores, Scores } from '../lab/run-record.ts';
import { auc } from '../lab/statistics/auc.ts';
import { BatchPixelBuilder } from './batch/batch-pixels.ts';
import { epochBatches } from './batch/epoch-batches.ts';
import { evaluate } from './evaluate.ts';
import { modelShapeOf } from './model/model-shape.ts';
import { ResNet18 } from './model/resnet18.ts';
import { createStage } from './stage.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { type SyntheticSettings, syntheticDataset } from './testing/synthetic-dataset.ts';
import { failureOf, runToEnd, TEST_BACKEND, type Told, train } from './testing/told-run.ts';
import { trainingStep } from './training-step.ts';

/** Small enough for the slowest backend: 3 steps an epoch on the synthetic set. */
const SMALL = {
  width: 2,
  batch: 16,
  epochs: 3,
  normalise: 'half',
  loss: { name: 'cross-entropy' },
  optimizer: { name: 'adam' },
} as const;

const dataset = syntheticDataset();
const recipeOf = (changes: object = {}): Recipe => parseRecipe({ ...SMALL, ...changes });

beforeAll(() => activateTestBackend('cpu'));

// However a run ends, it leaves no tensor and no byte behind.
let before: tf.MemoryInfo;
beforeEach(() => {
  before = tf.memory();
});
afterEach(() => {
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  expect({ numTensors, numBytes, numDataBuffers }).toEqual({
    numTensors: before.numTensors,
    numBytes: before.numBytes,
    numDataBuffers: before.numDataBuffers,
  });
});

describe('a run', () => {
  it('tells in order what happens', async () => {
    const told = await train(dataset, recipeOf());
    const [first] = told.events;
    expect(first).toMatchObject({
      kind: 'started',
      stepsPerEpoch: 3,
      backend: TEST_BACKEND,
      dataset: dataset.summary,
    });
    expect(told.events.filter(({ kind }) => kind === 'started')).toHaveLength(1);
    expect(told.last.kind).toBe('finished');

    const counted = told.of('progress');
    expect(told.losses).toHaveLength(9);
    let steps = 0;
    for (const { step, losses } of counted) {
      steps += losses.length;
      expect(step).toBe(steps);
    }
    // Each epoch: all its steps, val in two batches, the record.
    const kinds = told.events
      .map((event) => {
        if (event.kind === 'evaluating') return `${event.split} ${event.done}/${event.total}`;
        return event.kind === 'epoch' ? `epoch ${event.record.epoch}` : event.kind;
      })
      .filter((kind) => kind !== 'progress');
    expect(kinds).toEqual([
      'started',
      ...[1, 2, 3].flatMap((epoch) => ['val 16/24', 'val 24/24', `epoch ${epoch}`]),
      'test 16/24',
      'test 24/24',
      'finished',
    ]);
    told.of('epoch').forEach(({ record }) => {
      const soFar = told.events.slice(
        0,
        told.events.findIndex((event) => event.kind === 'epoch' && event.record === record),
      );
      const stepsSoFar = soFar.flatMap((event) => (event.kind === 'progress' ? event.losses : [])).length;
      expect(stepsSoFar).toBe(3 * record.epoch);
    });
  });

  it('sums up what it told: mean losses, the best epoch by val AUC, test scored with predictions', async () => {
    const told = await train(dataset, recipeOf());
    const { summary, val, test } = told.finished;
    const records = told.of('epoch').map(({ record }) => record);
    records.forEach((record, place) => {
      const losses = told.losses.slice(3 * place, 3 * place + 3);
      expect(record.trainLoss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 3, 6);
    });
    const best = Math.max(...records.map((record) => record.val.auc));
    expect(summary.val.auc).toBe(best);
    expect(summary.bestEpoch).toBe(records.find((record) => record.val.auc === best)!.epoch);
    expect(summary).toMatchObject({ epochs: 3, ended: 'all-epochs' });
    expect(val.logits).toHaveLength(24);
    expect([...test!.labels]).toEqual([...dataset.splits.test.labels]);
    expect(summary.test).not.toBeNull();
    expect(summary.imagesPerSecond).toBeGreaterThan(0);
  });

  it('is ranked by each half of val with the epoch that is best on the other half', async () => {
    const recipe = recipeOf({ ...UNSTEADY, schedule: { decayAt: [] } });
    const told = await train(dataset, recipe);
    const { summary, ranking, val } = told.finished;
    expect(scoreRanking(ranking!, 'binary')).toEqual(withoutEpochs(summary.ranking!));
    const halves = halvesOf(val, 'binary');
    expect(summary.ranking!.epochs).toHaveLength(2);
    // Cut off after an epoch, a run has that epoch's scores of a half that it is best for.
    for (const [half, epoch] of summary.ranking!.epochs.entries()) {
      const until = await train(dataset, recipe, (event, control) => {
        if (event.kind === 'epoch' && event.record.epoch === epoch) control.stop();
      });
      const { ranking: cut, summary: cutSummary } = until.finished;
      expect(cutSummary.ranking!.epochs[half]).toBe(epoch);
      for (const [image, part] of halves.entries()) {
        if (part === half) expect(cut!.logits[image]).toBe(ranking!.logits[image]);
      }
    }

    function withoutEpochs({ epochs: _, ...scores }: RankingScores): Scores {
      return scores;
    }
  });

  it('scores the test part with the weights of the best epoch', async () => {
    const schedule = { decayAt: [] };
    const [whole, best] = await wholeAndBest();
    const until = await train(dataset, recipeOf({ schedule, ...UNSTEADY, epochs: best }));
    expect(until.finished.summary.bestEpoch).toBe(best);
    expect(whole.finished.test).toEqual(until.finished.test);
    expect(whole.finished.val).toEqual(until.finished.val);

    async function wholeAndBest(): Promise<[Told, number]> {
      const told = await train(dataset, recipeOf({ schedule, ...UNSTEADY }));
      const { bestEpoch, epochs } = told.finished.summary;
      // Else the last weights would be the best ones and the test could not fail.
      expect(bestEpoch).toBeLessThan(epochs);
      return [told, bestEpoch];
    }
  });
});

/** A learning rate so large that val goes up and down. */
const UNSTEADY = { optimizer: { name: 'sgd', learningRate: 0.5 }, epochs: 6 } as const;

describe.each(['cpu', 'simd'])('on %s', (backend) => {
  beforeAll(async () => {
    await activateTestBackend(backend);
    return () => activateTestBackend('cpu');
  });

  it('one recipe gives one curve, to the last bit; another seed another', async () => {
    const recipe = recipeOf({ ...EVERYTHING, epochs: 2 });
    const first = await train(dataset, recipe);
    const again = await train(dataset, recipe);
    expect(again.curve).toEqual(first.curve);
    const other = await train(dataset, { ...recipe, seed: 2 });
    expect(other.losses).not.toEqual(first.losses);
    expect(other.losses[0]).not.toBe(first.losses[0]);
  });
});

/** Everything that draws. */
const EVERYTHING = {
  augment: { flip: {}, noise: {}, shift: {} },
  balance: { name: 'upsample-augmented' },
  loss: { name: 'aucm' },
  optimizer: { name: 'pesg' },
} as const;

describe('a person', () => {
  it('pauses, steps one batch, resumes: the curve is that of a run left alone', async () => {
    const stepsAtPauses: number[] = [];
    const steered = await train(dataset, recipeOf(), (event, control, told) => {
      if (event.kind === 'started') control.pause();
      if (event.kind !== 'paused') return;
      stepsAtPauses.push(told.losses.length);
      if (stepsAtPauses.length <= 2) queueMicrotask(() => control.step());
      else queueMicrotask(() => control.resume());
    });
    // The page is up to date whenever the run stands still.
    expect(stepsAtPauses).toEqual([0, 1, 2]);
    expect(steered.of('resumed')).toHaveLength(1);
    expect(steered.curve).toEqual((await train(dataset, recipeOf())).curve);
  });

  it('stops before the first epoch is over: nothing is summed up', async () => {
    const told = await train(dataset, recipeOf(), (event, control) => {
      if (event.kind === 'started') control.pause();
      if (event.kind === 'paused') queueMicrotask(() => (event.step === 0 ? control.step() : control.stop()));
    });
    expect(told.last).toEqual({ kind: 'stopped' });
    expect(told.losses).toHaveLength(1);
  });

  it('stops while val is scored: the epochs before count', async () => {
    const told = await train(dataset, recipeOf(), (event, control, { events }) => {
      const epochs = events.filter(({ kind }) => kind === 'epoch').length;
      if (event.kind === 'evaluating' && epochs === 1) control.stop();
    });
    expect(told.finished).toMatchObject({ test: null, summary: { ended: 'stopped', test: null, epochs: 1 } });
    expect(told.losses).toHaveLength(6);
    expect(told.of('evaluating').every(({ split }) => split === 'val')).toBe(true);
  });

  it('stops after an epoch: it is summed up, and the test part stays closed', async () => {
    const told = await train(dataset, recipeOf(), (event, control) => {
      if (event.kind === 'epoch') control.stop();
    });
    const { summary, val, test } = told.finished;
    expect(summary).toMatchObject({ ended: 'stopped', test: null, epochs: 1, bestEpoch: 1 });
    expect(val.logits).toHaveLength(24);
    expect(test).toBeNull();
    expect(told.of('evaluating').some(({ split }) => split === 'test')).toBe(false);
  });
});

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
      const pixels = new BatchPixelBuilder(dataset, recipe);
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
      const pixels = new BatchPixelBuilder(dataset, recipe);
      const memory = new Set<string>();
      const epochs: { labels: number[]; logits: number[] }[] = [];
      for (let epoch = 0; epoch < 10; epoch++) {
        const seen = { labels: [] as number[], logits: [] as number[] };
        for (const batch of epochBatches(dataset, recipe, epoch)) {
          const { values, shape, labels } = pixels.training(batch, epoch);
          const images = tf.tensor(values, shape);
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
