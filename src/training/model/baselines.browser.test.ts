import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../lab/random.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { gradCam } from '../grad-cam.ts';
import { createCrossEntropy } from '../loss/cross-entropy.ts';
import { createSgd } from '../optimizer/sgd.ts';
import { activateTestBackend } from '../testing/activate-test-backend.ts';
import { type PlainMaps, plainConvolution } from '../testing/reference/plain-network.ts';
import { syntheticDataset } from '../testing/synthetic-dataset.ts';
import { trainableOf, trainingStep } from '../training-step.ts';
import type { Network } from './network.ts';
import { createNetwork } from './registry.ts';

const SIZES = { size: 9, counts: { train: 8, val: 4, test: 4 } };
type Case = readonly ['small-cnn' | 'linear', 2 | 3, '3d' | 'slices'];
const CASES: readonly Case[] = [
  ['small-cnn', 2, '3d'],
  ['small-cnn', 3, 'slices'],
  ['small-cnn', 3, '3d'],
  ['linear', 2, '3d'],
  ['linear', 3, 'slices'],
  ['linear', 3, '3d'],
];
const STEPS = 4;

function inputOf(dims: 2 | 3, channels: number, images: number): { values: Float32Array; shape: number[] } {
  const shape = [images, ...new Array<number>(dims).fill(SIZES.size), channels];
  const random = createRandom(4);
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.uniform());
  return { values, shape };
}

type Weights = ReadonlyMap<string, ArrayLike<number>>;

async function weightsOf(net: Network): Promise<Weights> {
  const read = async ([name, tensor]: readonly [string, tf.Tensor]) => [name, await tensor.data()] as const;
  return new Map(await Promise.all([...net.parameters, ...net.statistics].map(read)));
}

/** The maps that leave the last layer, in float64 by the definition of each; an image enters the first. */
function plainLayers(weights: Weights, dims: 2 | 3, entered: PlainMaps, from: number, to: number): PlainMaps {
  let maps = entered;
  for (let layer = from + 1; layer <= to; layer++) {
    const of = (name: string) => weights.get(`bn${layer}.${name}`)!;
    const channels = of('bias').length;
    maps = plainConvolution(maps, weights.get(`conv${layer}.weight`)!, dims, channels);
    const [gamma, beta, mean, variance] = [of('weight'), of('bias'), of('running_mean'), of('running_var')];
    maps = {
      edge: maps.edge,
      values: maps.values.map((value, place) => {
        const at = place % channels;
        const scaled = (value - mean[at]!) / Math.sqrt(variance[at]! + 1e-5);
        return Math.max(0, gamma[at]! * scaled + beta[at]!);
      }),
    };
  }
  return maps;
}

/** The first logit of the last maps; of a linear model these are the pixels. */
function plainLogit(weights: Weights, { values }: PlainMaps): number {
  const weight = weights.get('fc.weight')!;
  const places = values.length / weight.length;
  return values.reduce(
    (sum, value, at) => sum + (value / places) * weight[at % weight.length]!,
    weights.get('fc.bias')![0]!,
  );
}

const layersOf = (weights: Weights) => (weights.has('conv1.weight') ? 3 : 0);

/**
 * Grad-CAM by its definition: the weight of a map is the mean over its places of the slope of the logit, which is how the
 * logit moves as all of the map rises.
 */
function plainGradCam(weights: Weights, dims: 2 | 3, image: PlainMaps, stage: number, direction: 1 | -1) {
  const maps = plainLayers(weights, dims, image, 0, stage);
  const channels = weights.get(`bn${stage}.bias`)!.length;
  const places = maps.values.length / channels;
  const logitOf = (values: Float64Array) =>
    plainLogit(weights, plainLayers(weights, dims, { edge: maps.edge, values }, stage, 3));
  const raised = (channel: number, by: number) =>
    logitOf(maps.values.map((value, at) => (at % channels === channel ? value + by : value)));
  const rise = 1e-6;
  const slopes = Array.from(
    { length: channels },
    (_, channel) => (raised(channel, rise) - raised(channel, -rise)) / (2 * rise * places),
  );
  return Float64Array.from({ length: places }, (_, place) =>
    Math.max(
      0,
      direction *
        slopes.reduce((sum, slope, channel) => sum + slope * maps.values[place * channels + channel]!, 0),
    ),
  );
}

/** Losses of some steps, and how far evaluation is from the plain reference afterwards. */
async function train(backend: string, [model, dims, volume]: Case) {
  await activateTestBackend(backend);
  const tensors = tf.memory().numTensors;
  const { summary } = syntheticDataset({ ...SIZES, dims });
  const net = createNetwork(summary, parseRecipe({ model, volume, width: 3 }), 5);
  const loss = createCrossEntropy({ task: 'binary', outputs: 1, classWeights: null });
  const optimizer = createSgd(
    { parameters: trainableOf(net, loss), random: createRandom(8) },
    { learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 },
  );
  const { values, shape } = inputOf(net.shape.dims, net.shape.channels, 6);
  const labels = Uint8Array.of(0, 1, 0, 1, 0, 1);
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const images = tf.tensor(values, shape);
    const result = trainingStep(net, loss, optimizer, images, labels);
    losses.push((await result.loss.data())[0]!);
    tf.dispose([images, result.loss, result.logits]);
  }
  const output = tf.tidy(() => net.forward(tf.tensor(values, shape), false));
  const [first] = await output.data();
  output.dispose();
  const weights = await weightsOf(net);
  const image = { edge: SIZES.size, values: Float64Array.from(values.subarray(0, values.length / 6)) };
  const { dims: ownDims } = net.shape;
  const layers = layersOf(weights);
  const plain = plainLogit(weights, plainLayers(weights, ownDims, image, 0, layers));
  const heat: number[] = [];
  const x = tf.tensor(values.subarray(0, values.length / 6), [1, ...shape.slice(1)]);
  for (let stage = 1; stage <= layers; stage++) {
    for (const direction of [1, -1] as const) {
      const wanted = plainGradCam(weights, ownDims, image, stage, direction);
      const map = gradCam(net, x, { stage, output: 0, direction });
      const told = await map.data();
      map.dispose();
      expect(told).toHaveLength(wanted.length);
      const scale = Math.max(...wanted, ...told);
      if (scale > 0) heat.push(...wanted.map((value, place) => Math.abs(told[place]! - value) / scale));
    }
  }
  if (layers === 0) expect(() => gradCam(net, x, { stage: 1, output: 0, direction: 1 })).toThrow('no maps');
  x.dispose();
  optimizer.dispose();
  loss.dispose();
  net.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
  return { losses, distance: Math.abs(first! - plain), heat };
}

describe('the baselines', () => {
  const expected = new Map<string, readonly number[]>();
  let before: string;

  beforeAll(async () => {
    before = tf.getBackend();
    for (const tried of CASES) expected.set(tried.join(), (await train('cpu', tried)).losses);
  });

  afterAll(async () => void (before && (await tf.setBackend(before))));

  describe.each(['cpu', 'simd', 'webgpu'])('on %s', (backend) => {
    it.each(CASES)(
      '%s in %iD (%s) learns as on cpu, scores and looks as its definition says, and leaks nothing',
      async (...tried) => {
        const { losses, distance, heat } = await train(backend, tried);
        expect(losses.at(-1)!).toBeLessThan(losses[0]!);
        losses.forEach((loss, step) => {
          expect(Math.abs(loss - expected.get(tried.join())![step]!), `step ${step + 1}`).toBeLessThan(1e-4);
        });
        expect(distance).toBeLessThan(1e-4);
        if (tried[0] === 'small-cnn') expect(heat.length).toBeGreaterThan(0);
        for (const apart of heat) expect(apart).toBeLessThan(1e-4);
      },
      120_000,
    );
  });
});
