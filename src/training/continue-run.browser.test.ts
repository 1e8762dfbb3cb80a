import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseRecipe } from '../lab/recipe/parse.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { fromBytes, toBytes } from './plain-bytes.ts';
import type { Best, RunState } from './run-state.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';
import { type Told, train } from './testing/told-run.ts';

const dataset = syntheticDataset();

const SMALL = { width: 2, batch: 16, epochs: 4, normalise: 'half', augment: { noise: {}, flip: {} } };
const PESG = { loss: { name: 'aucm' }, optimizer: { name: 'pesg', learningRate: 0.1 } };
/** Warm-up, both decays of the main stage, and a reference point that is drawn when it begins. */
const STAGES = { schedule: { warmUpEpochs: 1, decayAt: [0.5, 0.75] } };

const CASES: readonly (readonly [string, object])[] = [
  ['PESG over warm-up and decays', { ...PESG, ...STAGES }],
  [
    'PESG in its adam mode, from the initial weights',
    { ...PESG, optimizer: { ...PESG.optimizer, mode: 'adam', reference: 'initial' }, ...STAGES },
  ],
  [
    'Adam with the dual sampler',
    { loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' }, balance: { name: 'dual' } },
  ],
  [
    'SGD with momentum',
    { loss: { name: 'bce' }, optimizer: { name: 'sgd', momentum: 0.9 }, balance: { name: 'upsample' } },
  ],
  [
    'patience that runs out',
    { ...PESG, optimizer: { ...PESG.optimizer, learningRate: 1e-6 }, epochs: 8, patience: 2 },
  ],
  ['a small CNN', { ...PESG, ...STAGES, model: 'small-cnn' }],
  ['a linear model', { ...PESG, ...STAGES, model: 'linear' }],
];

function recipeOf(changes: object): Recipe {
  return parseRecipe({ ...SMALL, ...changes });
}

/** As it comes back from where it was kept. */
function keptAndRead(state: RunState): RunState {
  return fromBytes(new Uint8Array(toBytes(state).flatMap((part) => [...part])).buffer) as RunState;
}

/** The run and its states, one of each epoch's end. */
async function trainKeeping(
  recipe: Recipe,
  onEvent: Parameters<typeof train>[2] = () => {},
): Promise<{ told: Told; states: RunState[] }> {
  const states: RunState[] = [];
  const told = await train(dataset, recipe, onEvent, {
    keep: async (_, take) => {
      states.push(keptAndRead(await take()));
    },
  });
  return { told, states };
}

/** What a record of the continued run holds: what it went on from, and what it told since. */
function wholeCurve(told: Told) {
  const [started] = told.of('started');
  const { losses, epochs, ...rest } = told.curve;
  const before = started!.epochs.map((record) => ({ ...record, seconds: 0, imagesPerSecond: 0 }));
  const since = epochs.map(({ best: _, ...record }) => record);
  const scores = [...started!.scores, ...told.of('epoch').map((event) => event.scores)];
  return { losses: [...started!.stepLosses, ...losses], epochs: [...before, ...since], scores, ...rest };
}

async function expectTheSameFromEveryEpoch(recipe: Recipe): Promise<void> {
  const { told, states } = await trainKeeping(recipe);
  expect(told.finished.summary.ended).toBe(recipe.patience === null ? 'all-epochs' : 'early-stopping');
  const expected = wholeCurve(told);
  expect(states.map(({ epochsDone }) => epochsDone)).toEqual(expected.epochs.map(({ epoch }) => epoch));
  for (const from of states) {
    const continued = await train(dataset, recipe, () => {}, { from });
    expect(continued.of('started')[0]!.epochs).toHaveLength(from.epochsDone);
    expect(wholeCurve(continued)).toEqual(expected);
  }
}

// However a run goes on, it leaves no tensor and no byte behind.
let before: tf.MemoryInfo;

describe.each(['cpu', 'simd'])(
  'on %s a run that goes on from the end of any epoch gives the same to the last bit',
  (backend) => {
    beforeAll(() => activateTestBackend(backend));
    beforeEach(() => {
      before = tf.memory();
    });
    afterEach(() => {
      expect(tf.memory().numTensors).toBe(before.numTensors);
      expect(tf.memory().numBytes).toBe(before.numBytes);
    });

    it.each(CASES)('%s', async (_, changes) => {
      await expectTheSameFromEveryEpoch(recipeOf(changes));
    });

    it('a state stays as it is while better epochs come, and the best weights are those of the best epoch', async () => {
      const recipe = recipeOf({ loss: { name: 'bce' }, optimizer: { name: 'adam' }, epochs: 8 });
      // Whoever takes no state leaves the memory of the best weights to those of the next better epoch.
      const keptAfter = async (epochs: readonly number[]) => {
        const states: { readonly state: RunState; readonly copy: RunState }[] = [];
        const best: Best[] = [];
        const told = await train(dataset, recipe, () => {}, {
          keep: async (epochsDone, take) => {
            if (!epochs.includes(epochsDone)) return;
            const state = await take();
            states.push({ state, copy: structuredClone(state) });
          },
          keepBest: async (kept) => {
            best.push(kept);
          },
        });
        for (const { state, copy } of states) expect(state).toEqual(copy);
        return { told, weights: best[0]!.checkpoint };
      };
      const seldom = await keptAfter([1, 4]);
      const always = await keptAfter([1, 2, 3, 4, 5, 6, 7, 8]);
      const betterOnes = seldom.told.of('epoch').filter(({ best }) => best);
      expect(betterOnes.filter(({ record }) => record.epoch > 4).length).toBeGreaterThan(1);
      expect(seldom.weights).toEqual(always.weights);
    });

    it('stopped in the middle of an epoch: its steps are made again', async () => {
      const recipe = recipeOf({ ...PESG, ...STAGES });
      const whole = wholeCurve((await trainKeeping(recipe)).told);
      const { told, states } = await trainKeeping(recipe, (event, control) => {
        if (event.kind === 'progress' && event.step >= 7) control.stop();
      });
      expect(told.losses.length).toBeGreaterThan(states.at(-1)!.steps);
      const continued = await train(dataset, recipe, () => {}, { from: states.at(-1)! });
      expect(wholeCurve(continued)).toEqual(whole);
    });
  },
);

describe('on webgpu', () => {
  beforeAll(() => activateTestBackend('webgpu'));

  it('a run that goes on gives the same to the last bit', async () => {
    const tensors = tf.memory().numTensors;
    // Few kernels to compile: what is kept of a run is read from the device in the same way for every net.
    await expectTheSameFromEveryEpoch(recipeOf({ ...PESG, ...STAGES, model: 'small-cnn', epochs: 3 }));
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('a state', () => {
  beforeAll(() => activateTestBackend('cpu'));

  it('of another optimizer is refused before anything is told', async () => {
    const { states } = await trainKeeping(recipeOf({ ...PESG, epochs: 1, schedule: { decayAt: [] } }));
    const other = recipeOf({ loss: { name: 'aucm' }, optimizer: { name: 'adam' }, epochs: 1 });
    const tensors = tf.memory().numTensors;
    await expect(train(dataset, other, () => {}, { from: states[0]! })).rejects.toThrow('another optimizer');
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('stays whole though what was told is handed on to another thread', async () => {
    const recipe = recipeOf({ ...PESG, epochs: 2, schedule: { decayAt: [] } });
    const { states } = await trainKeeping(recipe, (event) => {
      if (event.kind === 'epoch') structuredClone(event, { transfer: [event.scores.logits.buffer] });
    });
    expect(states.at(-1)!.scores.map(({ logits }) => logits.length)).toEqual([24, 24]);
  });

  it('holds the weights once where the last epoch is the best', async () => {
    const { states } = await trainKeeping(recipeOf({ ...PESG, epochs: 1, schedule: { decayAt: [] } }));
    const [state] = states;
    for (const [name, values] of state!.training.model)
      expect(state!.best!.checkpoint.get(name)).toBe(values);
  });
});
