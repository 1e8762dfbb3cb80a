import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../lab/random.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
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

/** Evaluation logits of one image in float64, by the definition of each layer. */
async function plainLogits(net: Network, image: Float32Array): Promise<number[]> {
  const read = async (name: string) => await (net.parameters.get(name) ?? net.statistics.get(name)!).data();
  const { dims, outputs } = net.shape;
  let maps: PlainMaps = { edge: SIZES.size, values: Float64Array.from(image) };
  const isConvolved = net.parameters.has('conv1.weight');
  for (let layer = 1; isConvolved && layer <= 3; layer++) {
    const channels = net.parameters.get(`bn${layer}.bias`)!.size;
    maps = plainConvolution(maps, await read(`conv${layer}.weight`), dims, channels);
    const [gamma, beta, mean, variance] = [
      await read(`bn${layer}.weight`),
      await read(`bn${layer}.bias`),
      await read(`bn${layer}.running_mean`),
      await read(`bn${layer}.running_var`),
    ];
    maps = {
      edge: maps.edge,
      values: maps.values.map((value, place) => {
        const at = place % channels;
        const scaled = (value - mean[at]!) / Math.sqrt(variance[at]! + 1e-5);
        return Math.max(0, gamma[at]! * scaled + beta[at]!);
      }),
    };
  }
  const weight = await read('fc.weight');
  const bias = await read('fc.bias');
  const width = weight.length / outputs;
  const places = maps.values.length / width;
  const features = Array.from({ length: width }, (_, at) => {
    let sum = 0;
    for (let place = 0; place < places; place++) sum += maps.values[place * width + at]!;
    return sum / places;
  });
  return Array.from({ length: outputs }, (_, output) =>
    features.reduce((sum, value, at) => sum + value * weight[at * outputs + output]!, bias[output]!),
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
  const [plain] = await plainLogits(net, values.subarray(0, values.length / 6));
  optimizer.dispose();
  loss.dispose();
  net.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
  return { losses, distance: Math.abs(first! - plain!) };
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
      '%s in %iD (%s) learns as on cpu, scores as its definition says, and leaks nothing',
      async (...tried) => {
        const { losses, distance } = await train(backend, tried);
        expect(losses.at(-1)!).toBeLessThan(losses[0]!);
        losses.forEach((loss, step) => {
          expect(Math.abs(loss - expected.get(tried.join())![step]!), `step ${step + 1}`).toBeLessThan(1e-4);
        });
        expect(distance).toBeLessThan(1e-4);
      },
      120_000,
    );
  });
});
