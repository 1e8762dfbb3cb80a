import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BatchNormParameters, batchNormInference, batchNormTraining } from '../batch-norm.ts';
import { convolve, type WindowGeometry } from '../convolution.ts';
import { globalAveragePool } from '../global-average-pool.ts';
import { maxPool } from '../max-pool.ts';
import { adamStep, pesgAdamStep, pesgStep, sgdStep } from '../optimizer-step.ts';

/** The reference: core ops on tfjs' own kernels in plain JavaScript. */
const REFERENCE = 'cpu';
/** Largest difference allowed between 32-bit kernels, relative to the largest value of the reference. */
const TOLERANCE = 1e-4;

export interface KernelSuiteOptions {
  /** Registers the backend, if that takes more than its name. */
  readonly setUp?: () => Promise<void>;
  readonly tearDown?: () => void;
  /** Largest difference allowed, relative to the largest value of the reference. */
  readonly tolerance?: number;
}

/** Values in (-1, 1) that a seed decides (mulberry32). */
export function randomValues(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

export function randomTensor(shape: readonly number[], seed: number): tf.Tensor {
  return tf.tensor(randomValues(tf.util.sizeFromShape([...shape]), seed), [...shape]);
}

/** A gradient as small as those of a mean over a batch: a format for gradients may have a range to match. */
function upstreamGradient(shape: readonly number[], seed: number): tf.Tensor {
  return tf.mul(randomTensor(shape, seed), 2 ** -8);
}

/** Largest difference of two arrays, relative to the largest value of the second. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let largest = 1e-30;
  for (let i = 0; i < expected.length; i++) {
    const distance = Math.abs(actual[i]! - expected[i]!);
    difference = Math.max(difference, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return difference / largest;
}

/** Values of what `compute` returns, and that it leaves no tensor behind. */
export async function valuesOn(
  backend: string,
  compute: () => tf.Tensor[] | Promise<tf.Tensor[]>,
): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const before = tf.memory();
  tf.engine().startScope();
  const tensors = await compute();
  const values = await Promise.all(tensors.map(async (tensor) => (await tensor.data()) as Float32Array));
  tf.engine().endScope();
  const after = tf.memory();
  expect(after.numTensors).toBe(before.numTensors);
  expect(after.numDataBuffers).toBe(before.numDataBuffers);
  return values;
}

async function expectClose(backend: string, tolerance: number, compute: () => tf.Tensor[]): Promise<void> {
  const expected = await valuesOn(REFERENCE, compute);
  const actual = await valuesOn(backend, compute);
  expect(actual.map((values) => values.length)).toEqual(expected.map((values) => values.length));
  actual.forEach((values, index) => {
    expect(relativeDifference(values, expected[index]!), `output ${index}`).toBeLessThan(tolerance);
  });
}

/** Variables for the duration of `use`, which returns the tensors to compare. */
function withVariables<Name extends string>(
  initial: Record<Name, tf.Tensor>,
  use: (variables: Record<Name, tf.Variable>) => tf.Tensor[],
): tf.Tensor[] {
  const entries = Object.entries<tf.Tensor>(initial).map(
    ([name, value]) => [name, tf.variable(value)] as const,
  );
  const variables = Object.fromEntries(entries) as Record<Name, tf.Variable>;
  const results = use(variables);
  for (const [, variable] of entries) variable.dispose();
  return results;
}

interface ConvolutionCase extends WindowGeometry {
  readonly name: string;
  readonly x: readonly number[];
  readonly filter: readonly number[];
}

const CONVOLUTIONS: readonly ConvolutionCase[] = [
  { name: '3x3', x: [2, 7, 7, 16], filter: [3, 3, 16, 16], stride: 1, pad: 1 },
  { name: '3x3, odd sizes and channels', x: [3, 5, 7, 13], filter: [3, 3, 13, 11], stride: 1, pad: 1 },
  { name: '3x3, stride 2, odd size', x: [2, 7, 7, 12], filter: [3, 3, 12, 20], stride: 2, pad: 1 },
  { name: '3x3, stride 2, even size', x: [5, 8, 6, 9], filter: [3, 3, 9, 17], stride: 2, pad: 1 },
  { name: '1x1, stride 2', x: [3, 7, 7, 16], filter: [1, 1, 16, 32], stride: 2, pad: 0 },
  { name: '7x7 stem, one channel', x: [2, 28, 28, 1], filter: [7, 7, 1, 10], stride: 2, pad: 3 },
  { name: '7x7 stem, three channels', x: [2, 15, 14, 3], filter: [7, 7, 3, 8], stride: 2, pad: 3 },
  { name: '7x7, 28 slices as channels', x: [2, 12, 12, 28], filter: [7, 7, 28, 8], stride: 2, pad: 3 },
  { name: '3x3, one channel', x: [3, 9, 9, 1], filter: [3, 3, 1, 8], stride: 1, pad: 1 },
  { name: 'one pixel', x: [9, 1, 1, 24], filter: [3, 3, 24, 16], stride: 1, pad: 1 },
  { name: 'two pixels, stride 2', x: [9, 2, 2, 24], filter: [3, 3, 24, 16], stride: 2, pad: 1 },
  { name: 'batch 1', x: [1, 6, 6, 8], filter: [3, 3, 8, 8], stride: 1, pad: 1 },
  { name: 'one output channel', x: [2, 4, 4, 8], filter: [3, 3, 8, 1], stride: 1, pad: 1 },
  { name: 'no padding, last row unused', x: [2, 8, 8, 4], filter: [3, 3, 4, 6], stride: 2, pad: 0 },
  { name: 'strides that alias in the cache', x: [8, 4, 4, 128], filter: [3, 3, 128, 8], stride: 1, pad: 1 },
  { name: 'pixels that alias in the cache', x: [2, 2, 2, 512], filter: [3, 3, 512, 8], stride: 1, pad: 1 },
  { name: '3x3, many pixels', x: [4, 13, 12, 32], filter: [3, 3, 32, 24], stride: 1, pad: 1 },
  { name: '3x3, many pixels, no padding', x: [5, 15, 14, 40], filter: [3, 3, 40, 32], stride: 1, pad: 0 },
  { name: '3x3, many pixels, wide padding', x: [4, 11, 13, 32], filter: [3, 3, 32, 32], stride: 1, pad: 2 },
  { name: '3D 3x3x3', x: [2, 4, 5, 3, 9], filter: [3, 3, 3, 9, 10], stride: 1, pad: 1 },
  { name: '3D 3x3x3, stride 2', x: [3, 5, 4, 6, 8], filter: [3, 3, 3, 8, 16], stride: 2, pad: 1 },
  { name: '3D 1x1x1, stride 2', x: [2, 4, 4, 4, 8], filter: [1, 1, 1, 8, 16], stride: 2, pad: 0 },
  { name: '3D stem, one channel', x: [2, 9, 10, 11, 1], filter: [7, 7, 7, 1, 6], stride: 2, pad: 3 },
  { name: '3D one voxel', x: [5, 1, 1, 1, 16], filter: [3, 3, 3, 16, 16], stride: 1, pad: 1 },
];

const POOLS = [
  { name: '3x3, stride 2', x: [3, 14, 14, 8], size: 3, stride: 2, pad: 1 },
  { name: 'odd sizes and channels', x: [2, 7, 5, 3], size: 3, stride: 2, pad: 1 },
  { name: 'one channel, no padding', x: [1, 6, 6, 1], size: 2, stride: 2, pad: 0 },
  { name: 'one pixel', x: [4, 1, 1, 6], size: 3, stride: 2, pad: 1 },
  { name: '3D', x: [2, 5, 6, 7, 5], size: 3, stride: 2, pad: 1 },
] as const;

const NORMALISATIONS = [
  { name: '2D', shape: [4, 5, 5, 16], relu: true, residual: false },
  { name: '2D with residual', shape: [4, 5, 5, 16], relu: true, residual: true },
  { name: 'without ReLU', shape: [3, 4, 4, 24], relu: false, residual: false },
  { name: 'residual without ReLU', shape: [3, 4, 4, 7], relu: false, residual: true },
  { name: 'one channel', shape: [5, 3, 3, 1], relu: true, residual: false },
  { name: 'odd channels', shape: [4, 3, 3, 13], relu: true, residual: true },
  { name: 'one pixel', shape: [9, 1, 1, 32], relu: true, residual: true },
  { name: 'many rows', shape: [8, 28, 28, 5], relu: true, residual: false },
  { name: '3D', shape: [2, 3, 4, 5, 6], relu: true, residual: true },
] as const;

/** Every convolution case, for instance once with each variant of a backend's kernels; to be called in a `describe`. */
export function describeConvolutions(activate: () => string, tolerance = TOLERANCE): void {
  test.each(CONVOLUTIONS)('$name: forward and both gradients', async ({ x, filter, stride, pad }) => {
    await expectClose(activate(), tolerance, () => {
      const [image, weights] = [randomTensor(x, 1), randomTensor(filter, 2)];
      const y = convolve(image, weights, { stride, pad });
      const dy = upstreamGradient(y.shape, 3);
      const gradients = tf.grads((image, weights) => convolve(image!, weights!, { stride, pad }));
      return [y, ...gradients([image, weights], dy)];
    });
  });
}

/** The same cases for every backend, against the reference on tfjs' `cpu`. */
export function describeKernels(
  backend: string,
  { setUp, tearDown, tolerance = TOLERANCE }: KernelSuiteOptions = {},
): void {
  const expectSame = (compute: () => tf.Tensor[]) => expectClose(backend, tolerance, compute);
  describe(`kernels of ${backend}`, () => {
    beforeAll(async () => {
      await import('@tensorflow/tfjs-backend-cpu');
      await setUp?.();
    });
    afterAll(async () => {
      await tf.setBackend(REFERENCE);
      tearDown?.();
    });

    describe('convolution', () => {
      describeConvolutions(() => backend, tolerance);

      test('a kernel may follow another on its result', async () => {
        await expectSame(() => {
          const [first, second] = [randomTensor([3, 3, 8, 8], 4), randomTensor([3, 3, 8, 8], 5)];
          const x = randomTensor([2, 6, 6, 8], 6);
          const middle = tf.relu(convolve(x, first, { stride: 1, pad: 1 }));
          return [convolve(tf.add(middle, x), second, { stride: 2, pad: 1 })];
        });
      });
    });

    describe('max pooling', () => {
      test.each(POOLS)('$name: forward and gradient', async ({ x, size, stride, pad }) => {
        await expectSame(() => {
          const image = randomTensor(x, 7);
          const y = maxPool(image, size, { stride, pad });
          const gradient = tf.grad((image) => maxPool(image, size, { stride, pad }));
          return [y, gradient(image, randomTensor(y.shape, 8))];
        });
      });

      test('where pixels tie, the first takes the gradient', async () => {
        const compute = () => {
          const gradient = tf.grad((x) => maxPool(x, 2, { stride: 2, pad: 0 }));
          return [gradient(tf.ones([1, 4, 4, 5]), tf.ones([1, 2, 2, 5]))];
        };
        const [dx] = await valuesOn(backend, compute);
        const expected = Float32Array.from({ length: 80 }, (_, i) => {
          const [row, column] = [Math.floor(i / 20), Math.floor(i / 5) % 4];
          return row % 2 === 0 && column % 2 === 0 ? 1 : 0;
        });
        expect(dx).toEqual(expected);
      });
    });

    describe('batch-norm', () => {
      test.each(NORMALISATIONS)(
        '$name: forward, statistics and gradients',
        async ({ shape, relu, residual }) => {
          await expectSame(() => normalise(shape, relu, residual));
        },
      );

      test.each(NORMALISATIONS)('$name: inference', async ({ shape, relu, residual }) => {
        await expectSame(() =>
          withNorm(shape, (parameters) => {
            const added = residual ? randomTensor(shape, 15) : undefined;
            return [batchNormInference(randomTensor(shape, 9), parameters, { residual: added, relu })];
          }),
        );
      });

      test('the running statistics of a clone stay what they were', async () => {
        const compute = () =>
          withNorm([6, 2, 2, 8], (parameters) => {
            const clone = parameters.runningMean.clone();
            batchNormTraining(randomTensor([6, 2, 2, 8], 9), parameters, { relu: false });
            return [clone, tf.clone(parameters.runningMean)];
          });
        const [clone, updated] = await valuesOn(backend, compute);
        expect(relativeDifference(clone!, randomValues(8, 12))).toBe(0);
        expect(relativeDifference(updated!, clone!)).toBeGreaterThan(1e-3);
      });

      test('a large mean does not spoil the variance', async () => {
        await expectSame(() =>
          withNorm([16, 4, 4, 8], (parameters) => {
            const x = tf.add(randomTensor([16, 4, 4, 8], 9), 100);
            return [batchNormTraining(x, parameters, { relu: false })].map((y) => tf.mul(y, 0.01));
          }),
        );
      });

      test('gradients agree with finite differences', async () => {
        const shape = [4, 3, 3, 5];
        const [dx] = await valuesOn(backend, () => normalise(shape, true, true).slice(3, 4));
        const loss = async (x: Float32Array) => {
          const [y] = await valuesOn(backend, () => normalise(shape, true, true, x).slice(0, 1));
          const weights = randomValues(y!.length, 16);
          return y!.reduce((sum, value, i) => sum + value * weights[i]!, 0);
        };
        await expectFiniteDifferences(randomValues(180, 9), dx!, loss);
      });
    });

    describe('global average pooling', () => {
      test.each([[[3, 4, 4, 8]], [[2, 1, 1, 5]], [[2, 3, 2, 4, 7]], [[1, 7, 7, 1]]])('%j', async (shape) => {
        await expectSame(() => {
          const x = randomTensor(shape, 17);
          const y = globalAveragePool(x);
          return [y, tf.grad(globalAveragePool)(x, randomTensor(y.shape, 18))];
        });
      });

      test('the gradient agrees with finite differences', async () => {
        const shape = [2, 2, 3, 5];
        const weights = randomValues(10, 19);
        const [dx] = await valuesOn(backend, () => [
          tf.grad(globalAveragePool)(randomTensor(shape, 17), tf.tensor(weights, [2, 5])),
        ]);
        const loss = async (x: Float32Array) => {
          const [y] = await valuesOn(backend, () => [globalAveragePool(tf.tensor(x, shape))]);
          return y!.reduce((sum, value, i) => sum + value * weights[i]!, 0);
        };
        await expectFiniteDifferences(randomValues(60, 17), dx!, loss);
      });
    });

    describe('dense layer', () => {
      test.each([
        [128, 512, 1],
        [7, 33, 9],
        [1, 5, 3],
        [10, 1, 17],
      ])('%i rows, %i inputs, %i outputs', async (rows, inputs, outputs) => {
        await expectSame(() => {
          const [x, w] = [randomTensor([rows, inputs], 20), randomTensor([inputs, outputs], 21)];
          const gradients = tf.grads((x, w) => tf.matMul(x!, w!));
          return [tf.matMul(x, w), ...gradients([x, w], randomTensor([rows, outputs], 22))];
        });
      });

      test('both operands transposed, and batches of matrices', async () => {
        await expectSame(() => [
          tf.matMul(randomTensor([6, 5], 23), randomTensor([7, 6], 24), true, true),
          tf.matMul(randomTensor([3, 4, 5], 23), randomTensor([3, 5, 6], 24)),
        ]);
      });
    });

    describe('elementwise', () => {
      test('add and ReLU, large and small, with and without broadcasting', async () => {
        await expectSame(() => {
          const [a, b] = [randomTensor([10, 1003], 25), randomTensor([10, 1003], 26)];
          const row = randomTensor([1003], 27);
          return [tf.add(a, b), tf.add(a, row), tf.add(row, row), tf.relu(a), tf.relu(row)];
        });
      });
    });

    describe('optimizer steps', () => {
      const shapes = [[3, 3, 7, 11], [13], [1], [300, 100]];

      test('SGD', async () => {
        for (const momentum of [0, 0.9]) {
          await expectSame(() =>
            steps(shapes, ['momentumBuffer'], (slots) =>
              sgdStep(slots as Parameters<typeof sgdStep>[0], {
                learningRate: 0.1,
                momentum,
                weightDecay: 1e-2,
              }),
            ),
          );
        }
      });

      test('Adam', async () => {
        await expectSame(() =>
          steps(shapes, ['firstMoment', 'secondMoment'], (slots, step) =>
            adamStep(slots as Parameters<typeof adamStep>[0], {
              ...{ learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
              ...{ weightDecay: 1e-2, step },
            }),
          ),
        );
      });

      test('PESG', async () => {
        for (const momentum of [0, 0.9]) {
          await expectSame(() =>
            steps(shapes, ['reference', 'accumulator', 'momentumBuffer'], (slots, step) =>
              pesgStep(slots as Parameters<typeof pesgStep>[0], {
                ...{ learningRate: 0.1, clip: 0.5, epochDecay: 0.03, weightDecay: 0.01 },
                ...{ momentum, firstStep: step === 1 },
              }),
            ),
          );
        }
      });

      test('PESG with Adam', async () => {
        await expectSame(() =>
          steps(shapes, ['reference', 'accumulator', 'firstMoment', 'secondMoment'], (slots, step) =>
            pesgAdamStep(slots as Parameters<typeof pesgAdamStep>[0], {
              ...{ learningRate: 1e-2, clip: 0.5, epochDecay: 0.03, weightDecay: 0.01 },
              ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step },
            }),
          ),
        );
      });

      test('a clone of a parameter stays what it was', async () => {
        const compute = () =>
          withVariables({ value: randomTensor([40], 30), buffer: tf.zeros([40]) }, ({ value, buffer }) => {
            const clone = value.clone();
            const slot = { value, gradient: tf.ones([40]), momentumBuffer: buffer };
            sgdStep([slot], { learningRate: 1, momentum: 0.9, weightDecay: 0 });
            return [clone, tf.clone(value)];
          });
        const [clone, value] = await valuesOn(backend, compute);
        expect(clone).toEqual(randomValues(40, 30));
        expect(
          relativeDifference(
            value!,
            clone!.map((v) => v - 1),
          ),
        ).toBeLessThan(1e-6);
      });
    });

    test('two runs give the same bits', async () => {
      const compute = () => blockStep([8, 7, 7, 24]);
      expect(await valuesOn(backend, compute)).toEqual(await valuesOn(backend, compute));
    });
  });
}

function withNorm(
  shape: readonly number[],
  use: (parameters: BatchNormParameters) => tf.Tensor[],
): tf.Tensor[] {
  const channels = [shape[shape.length - 1]!];
  return withVariables(
    {
      gamma: randomTensor(channels, 10),
      beta: randomTensor(channels, 11),
      runningMean: randomTensor(channels, 12),
      runningVariance: tf.add(randomTensor(channels, 13), 2),
    },
    use,
  );
}

/** Output, both running statistics, then the gradients of x, gamma, beta and (where there is one) the residual. */
function normalise(
  shape: readonly number[],
  relu: boolean,
  residual: boolean,
  x: Float32Array = randomValues(tf.util.sizeFromShape([...shape]), 9),
): tf.Tensor[] {
  return withNorm(shape, (parameters) => {
    const inputs = [tf.tensor(x, [...shape]), parameters.gamma, parameters.beta, randomTensor(shape, 15)];
    const used = residual ? inputs : inputs.slice(0, 3);
    const forward = (...[x, gamma, beta, residual]: tf.Tensor[]) =>
      batchNormTraining(
        x!,
        { ...parameters, gamma: gamma as tf.Variable, beta: beta as tf.Variable },
        { residual, relu },
      );
    const y = forward(...used);
    const running = [tf.clone(parameters.runningMean), tf.clone(parameters.runningVariance)];
    return [y, ...running, ...tf.grads(forward)(used, randomTensor(shape, 16))];
  });
}

/** Convolution, batch-norm with residual, pooling, dense layer and all their gradients: a small network's step. */
export function blockStep(shape: readonly [number, number, number, number]): tf.Tensor[] {
  const channels = shape[3];
  return withNorm(shape, (parameters) => {
    const inputs = [
      randomTensor(shape, 31),
      randomTensor([3, 3, channels, channels], 32),
      randomTensor([channels, 3], 33),
    ];
    const forward = (...[x, filter, weights]: tf.Tensor[]) => {
      const y = convolve(x!, filter!, { stride: 1, pad: 1 });
      const normalised = batchNormTraining(y, parameters, { residual: x!, relu: true });
      return tf.matMul(
        globalAveragePool(maxPool(normalised, 3, { stride: 2, pad: 1 })) as tf.Tensor2D,
        weights as tf.Tensor2D,
      );
    };
    const dy = upstreamGradient([shape[0], 3], 34);
    return [forward(...inputs), ...tf.grads(forward)(inputs, dy)];
  });
}

/** Three optimizer steps over parameters of these shapes; then the parameters and all their state. */
function steps(
  shapes: readonly (readonly number[])[],
  states: readonly string[],
  step: (slots: readonly object[], number: number) => void,
): tf.Tensor[] {
  const variables: tf.Variable[] = [];
  const variable = (tensor: tf.Tensor) => {
    const created = tf.variable(tensor);
    variables.push(created);
    return created;
  };
  const slots = shapes.map((shape, index) => ({
    value: variable(randomTensor(shape, 40 + index)),
    gradient: randomTensor(shape, 50 + index),
    ...Object.fromEntries(
      states.map((state) => [
        state,
        variable(state === 'reference' ? randomTensor(shape, 60 + index) : tf.zeros([...shape])),
      ]),
    ),
  }));
  for (const number of [1, 2, 3]) step(slots, number);
  const results = variables.map((created) => tf.clone(created));
  for (const created of variables) created.dispose();
  return results;
}

/** Central differences at a few coordinates; the loss must be smooth there within the step. */
async function expectFiniteDifferences(
  at: Float32Array,
  gradient: Float32Array,
  loss: (x: Float32Array) => Promise<number>,
): Promise<void> {
  const step = 1e-2;
  const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let coordinate = 0; coordinate < at.length; coordinate += Math.ceil(at.length / 12)) {
    const shifted = (by: number) => at.map((value, i) => (i === coordinate ? value + by : value));
    const slope = ((await loss(shifted(step))) - (await loss(shifted(-step)))) / (2 * step);
    expect(Math.abs(slope - gradient[coordinate]!) / largest, `coordinate ${coordinate}`).toBeLessThan(0.02);
  }
}
