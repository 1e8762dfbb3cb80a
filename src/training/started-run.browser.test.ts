import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { toTorchLayout } from '../lab/model-export/trained-net.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { FROZEN, type Frozen } from '../lab/start/start.ts';
import type { StartWeights } from '../lab/start/weights.ts';
import { BatchTensors } from './batch/batch-tensors.ts';
import { epochBatches } from './batch/epoch-batches.ts';
import { takeCheckpoint } from './checkpoint.ts';
import { KeptFeatures } from './kept-features.ts';
import { headOf, type Learner, type LearnerInput } from './learner.ts';
import { netArrays } from './model/net-arrays.ts';
import { createNetwork } from './model/registry.ts';
import { createStartedNetwork } from './model/started-network.ts';
import { fromBytes, toBytes } from './plain-bytes.ts';
import type { RunState } from './run-state.ts';
import { createStage } from './stage.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { dataset, holdToNoLeak, recipeOf } from './testing/small-run.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';
import { runToEnd, type Told, train } from './testing/told-run.ts';
import { trainingStep } from './training-step.ts';

const COLOURS = syntheticDataset({ channels: 3, task: 'multi-class', classes: 3 });
const PESG = { loss: { name: 'aucm' }, optimizer: { name: 'pesg', learningRate: 0.1 } };
const WEIGHTS = 'ab'.repeat(32);

/** A recipe that starts from weights; which ones is said by what the run is given. */
function started(frozen: Frozen = 'nothing', changes: object = {}): Recipe {
  return recipeOf({ start: { weights: WEIGHTS, name: 'a net', frozen }, ...changes });
}

/** The best weights of a run on another set, of which statistics and weights have moved. */
async function pretrained(changes: object = {}, data = COLOURS): Promise<StartWeights> {
  const recipe = recipeOf({ epochs: 1, ...changes });
  const checkpoints: RunState[] = [];
  await train(data, recipe, () => {}, {
    keep: async (_, take) => void checkpoints.push(await take()),
  });
  const net = createNetwork(data.summary, recipe, null);
  try {
    const { best } = checkpoints.at(-1)!;
    return { arrays: netArrays(net, best!.checkpoint), classNames: data.summary.classNames };
  } finally {
    net.dispose();
  }
}

/** How a run's weights stand at its end, by PyTorch's names. */
async function trainedFrom(recipe: Recipe, start: StartWeights) {
  const states: RunState[] = [];
  const told = await train(dataset, recipe, () => {}, {
    start,
    keep: async (_, take) => void states.push(await take()),
  });
  return { told, end: states.at(-1)!.training.model, states };
}

/** As in the checkpoint of a net. */
function inOurLayout(start: StartWeights, name: string, told: Float32Array): boolean {
  const { shape, values } = start.arrays.get(name)!;
  if (shape.length < 2) return values.every((value, at) => value === told[at]);
  const ours = [...shape.slice(2), shape[1]!, shape[0]!];
  return toTorchLayout(told, ours).values.every((value, at) => value === values[at]);
}

async function logitsOf(learner: Learner, input: LearnerInput): Promise<Float32Array> {
  const logits = tf.tidy(() =>
    learner.trainedOutput(learner.frozenOutput(input.evaluation('val', 0, 8)), false),
  );
  const read = (await logits.data()).slice() as Float32Array;
  logits.dispose();
  return read;
}

function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  return Math.max(...Array.from(one, (value, at) => Math.abs(value - other[at]!)));
}

describe.each(['cpu', 'simd', 'webgpu'])('on %s, the head alone', (backend) => {
  beforeAll(() => activateTestBackend(backend));
  holdToNoLeak();

  it.each(['resnet-18', 'small-cnn'])(
    'over features that are kept is the whole %s with all else frozen',
    async (model) => {
      const recipe = started('body', { model });
      const weights = await pretrained({ model });
      const nets = [0, 1].map(() => createStartedNetwork(dataset.summary, recipe, weights));
      const pixels = new BatchTensors(dataset, recipe);
      const [whole, other] = nets as [(typeof nets)[0], (typeof nets)[0]];
      const features = new KeptFeatures(other, dataset, pixels, recipe.batch);
      for (const split of ['train', 'val'] as const) await features.prepare(split, async () => {});
      const ways: readonly (readonly [Learner, LearnerInput])[] = [
        [whole, pixels],
        [headOf(other), features],
      ];
      const held = tf.memory();
      const losses = [];
      for (const [learner, input] of ways) {
        const stage = createStage('main', learner, dataset, recipe);
        const told: number[] = [];
        for (const batch of epochBatches(dataset, recipe, 0)) {
          const { images, labels } = input.training(batch, 0);
          const before = tf.memory().numTensors;
          const step = trainingStep(learner, stage.loss, stage.optimizer, images, labels);
          // The loss and the logits, which the caller has.
          expect(tf.memory().numTensors).toBe(before + 2);
          told.push((await step.loss.data())[0]!);
          tf.dispose([step.loss, step.logits, images]);
        }
        stage.dispose();
        losses.push(told);
      }
      expect(tf.memory().numTensors).toBe(held.numTensors);
      expect(tf.memory().numDataBuffers).toBe(held.numDataBuffers);
      expect(losses[0]!.length).toBeGreaterThan(1);
      expect(largestDifference(losses[0]!, losses[1]!)).toBeLessThan(1e-5);
      const [of, over] = [await logitsOf(...ways[0]!), await logitsOf(...ways[1]!)];
      expect(largestDifference(of, over)).toBeLessThan(1e-5);
      // And what the whole net says of images in evaluation, where nothing is split in two.
      whole.frozen = 0;
      expect(largestDifference(await logitsOf(whole, pixels), over)).toBeLessThan(1e-5);
      for (const net of nets) net.dispose();
    },
  );

  it('of a run is the same to the last bit when it is trained again', async () => {
    const weights = await pretrained();
    const recipe = started('body', { epochs: 2 });
    const [first, second] = [await trainedFrom(recipe, weights), await trainedFrom(recipe, weights)];
    expect(first.told.curve).toEqual(second.told.curve);
  });
});

describe.each(['cpu', 'simd'])('on %s, a run that starts from weights', (backend) => {
  beforeAll(() => activateTestBackend(backend));
  holdToNoLeak();

  it.each(FROZEN)(
    'leaves what is frozen as it is, statistics too, and trains the rest: %s',
    async (frozen) => {
      const weights = await pretrained();
      const { end } = await trainedFrom(started(frozen, { epochs: 1 }), weights);
      const frozenStages = ['nothing', 'stem', 'stage-1', 'stage-2', 'stage-3', 'body'].indexOf(frozen);
      for (const [name, values] of end) {
        const stage = Number(/^layer(\d)/.exec(name)?.[1] ?? (name.startsWith('fc.') ? 9 : 0));
        // The stem was refitted from three colours to grey.
        if (name === 'conv1.weight' || stage === 9) continue;
        expect([name, inOurLayout(weights, name, values)]).toEqual([name, stage < frozenStages]);
      }
      expect(end.get('conv1.weight')!.length).toBe(weights.arrays.get('conv1.weight')!.values.length / 3);
    },
  );

  it.each<[string, object, Frozen]>([
    ['all trained', {}, 'nothing'],
    ['two stages frozen, with augmentation', { augment: { flip: {}, noise: {} } }, 'stage-1'],
    ['the head alone', {}, 'body'],
    ['the head alone, with augmentation', { augment: { noise: {} } }, 'body'],
    ['PESG over warm-up and decay', { ...PESG, schedule: { warmUpEpochs: 1, decayAt: [0.5] } }, 'body'],
    ['a small CNN', { model: 'small-cnn' }, 'stage-2'],
  ])('goes on from every epoch to the same curve: %s', async (_, changes, frozen) => {
    const recipe = started(frozen, changes);
    const weights = await pretrained('model' in changes ? { model: changes.model } : {});
    const { told, states } = await trainedFrom(recipe, weights);
    for (const state of states) {
      const kept = fromBytes(new Uint8Array(toBytes(state).flatMap((part) => [...part])).buffer) as RunState;
      // Without the weights: they may be gone since.
      const continued = await train(dataset, recipe, () => {}, { from: kept });
      expect(lossesFrom(continued)).toEqual(told.losses);
      expect(continued.finished.test).toEqual(told.finished.test);
      expect(continued.finished.ranking).toEqual(told.finished.ranking);
    }
  });

  it('begins where the weights end: the same head and the same classes give the same scores', async () => {
    const weights = await pretrained({}, dataset);
    const recipe = started('body', { epochs: 1, optimizer: { name: 'sgd', learningRate: 1e-9 } });
    const { told } = await trainedFrom(recipe, weights);
    const again = createStartedNetwork(dataset.summary, recipe, weights);
    const pixels = new BatchTensors(dataset, recipe);
    const logits = await logitsOf(again, pixels);
    again.dispose();
    expect(largestDifference(logits, told.finished.val.logits.subarray(0, logits.length))).toBeLessThan(1e-4);
  });

  it('can be stopped while features are worked out', async () => {
    const weights = await pretrained();
    const { told } = await runToEnd(
      dataset,
      started('body'),
      (event, control) => {
        if (event.kind === 'evaluating' && event.split === 'train') control.stop();
      },
      { start: weights },
    );
    expect(told.last).toEqual({ kind: 'stopped' });
    expect(told.losses).toEqual([]);
  });
});

function lossesFrom(told: Told): number[] {
  return [...told.of('started')[0]!.stepLosses, ...told.losses];
}

describe('weights of another net', () => {
  beforeAll(() => activateTestBackend('cpu'));
  holdToNoLeak();

  it('are refused before the first batch, with the way out', async () => {
    const weights = await pretrained({ width: 3 });
    const { told, error } = await runToEnd(dataset, started(), () => {}, { start: weights });
    expect(error).toMatchObject({ code: 'bad-recipe' });
    expect((error as Error).message).toContain('Choose width 3.');
    expect(told.events).toEqual([]);
  });

  it('draw the head that they do not give as a run from scratch does', async () => {
    const weights = await pretrained();
    const net = createStartedNetwork(dataset.summary, started(), weights);
    const scratch = createNetwork(dataset.summary, started(), started().seed);
    const [first, second] = [await takeCheckpoint(net), await takeCheckpoint(scratch)];
    expect(first.get('fc.weight')).toEqual(second.get('fc.weight'));
    expect(first.get('layer1.0.conv1.weight')).not.toEqual(second.get('layer1.0.conv1.weight'));
    net.dispose();
    scratch.dispose();
  });
});
