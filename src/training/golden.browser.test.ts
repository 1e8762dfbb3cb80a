import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { createRandom } from '../lab/random.ts';
import { auc } from '../lab/statistics/auc.ts';
import { delong, pairedZ } from '../lab/statistics/delong.ts';
import { aucMarginLoss, createAucMargin } from './loss/aucm.ts';
import { createBce } from './loss/bce.ts';
import type { Loss } from './loss/loss.ts';
import { ResNet18 } from './model/resnet18.ts';
import { createPesg } from './optimizer/pesg.ts';
import { createSgd } from './optimizer/sgd.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { trainableOf, trainingStep } from './training-step.ts';

/** Relative tolerance of the bar (numerics.md). */
const TOLERANCE = 1e-4;

interface Packed {
  readonly shape: number[];
  readonly float32: string;
}

interface ModelCase {
  readonly dims: 2 | 3;
  readonly stem: 'imagenet' | 'small';
  readonly width: number;
  readonly channels: number;
  readonly x: Packed;
  readonly y: readonly number[];
  readonly parameters: Readonly<Record<string, Packed>>;
  readonly train_logits: readonly number[];
  readonly bce_loss: number;
  readonly gradient_norms: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, Packed>>;
  readonly running: Readonly<Record<string, readonly [Packed, Packed]>>;
  readonly sgd: {
    readonly lr: number;
    readonly losses: readonly number[];
    readonly eval_logits: readonly number[];
  };
  readonly pesg: {
    readonly lr: number;
    readonly margin: number;
    readonly momentum: number;
    readonly weight_decay: number;
    readonly epoch_decay: number;
    readonly update_regularizer: { readonly after_step: number; readonly factor: number };
    readonly trace: readonly {
      readonly loss: number;
      readonly a: number;
      readonly b: number;
      readonly alpha: number;
    }[];
  };
}

const { directory, files, backends } = inject('golden');

async function read<Content>(file: string): Promise<Content> {
  const response = await fetch(`/@fs${directory}/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.json() as Promise<Content>;
}

function unpack({ float32 }: Packed): Float32Array {
  return new Float32Array(Uint8Array.from(atob(float32), (letter) => letter.charCodeAt(0)).buffer);
}

/** PyTorch's [O, I, k..] or [O, I] -> TF's [k.., I, O] or [I, O]; vectors stay. */
function fromTorchKernel(packed: Packed): tf.Tensor {
  const rank = packed.shape.length;
  const order = [...Array.from({ length: Math.max(0, rank - 2) }, (_, axis) => axis + 2), 1, 0].slice(-rank);
  return tf.tidy(() => tf.transpose(tf.tensor(unpack(packed), packed.shape), rank === 1 ? [0] : order));
}

/** [N, C, spatial..] -> [N, spatial.., C] */
function channelsLast(packed: Packed): tf.Tensor {
  const spatial = packed.shape.slice(2).map((_, axis) => axis + 2);
  return tf.tidy(() => tf.transpose(tf.tensor(unpack(packed), packed.shape), [0, ...spatial, 1]));
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  let scale = 0;
  for (let index = 0; index < expected.length; index++) scale = Math.max(scale, Math.abs(expected[index]!));
  for (let index = 0; index < expected.length; index++) {
    const error = Math.abs(actual[index]! - expected[index]!) / Math.max(scale, 1e-6);
    if (!(error <= TOLERANCE)) expect.fail(`${what}[${index}]: ${actual[index]} for ${expected[index]}`);
  }
}

function loadModel(golden: ModelCase): ResNet18 {
  const { dims, stem, width, channels } = golden;
  const model = new ResNet18({ dims, stem, width, channels, outputs: 1 }, 0);
  expect([...model.parameters.keys()].sort()).toEqual(Object.keys(golden.parameters).sort());
  tf.tidy(() => {
    for (const [name, variable] of model.parameters)
      variable.assign(fromTorchKernel(golden.parameters[name]!));
  });
  return model;
}

async function valuesOf(tensor: tf.Tensor): Promise<Float32Array> {
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  return values;
}

/** The cases of one model file, on the current backend. */
function describeModel(file: string): void {
  describe(file, () => {
    let golden: ModelCase;
    let images: tf.Tensor;
    let labels: Uint8Array;
    const bce = createBce({ task: 'binary', outputs: 1, classWeights: null });

    beforeAll(async () => {
      golden = await read<ModelCase>(file);
      images = tf.keep(channelsLast(golden.x));
      labels = Uint8Array.from(golden.y);
      return () => images.dispose();
    });

    test('logits, loss, gradients and running statistics of the first pass', async () => {
      const tensors = tf.memory().numTensors;
      const model = loadModel(golden);
      let logits: tf.Tensor | undefined;
      const { value, grads } = tf.variableGrads(() => {
        const output = model.forward(images, true);
        logits = tf.keep(output.clone());
        return bce.compute(output, labels);
      }, [...model.parameters.values()]);
      expectClose(await valuesOf(logits!), golden.train_logits, 'logits');
      expectClose(await valuesOf(value), [golden.bce_loss], 'loss');
      for (const [name, norm] of Object.entries(golden.gradient_norms)) {
        const gradient = grads[model.parameters.get(name)!.name]!;
        const actual = await valuesOf(tf.tidy(() => tf.norm(gradient)));
        expectClose(actual, [norm], `norm of the gradient of ${name}`);
      }
      for (const [name, packed] of Object.entries(golden.gradients)) {
        const expected = fromTorchKernel(packed);
        const actual = await grads[model.parameters.get(name)!.name]!.data();
        expectClose(actual as Float32Array, await valuesOf(expected), `gradient of ${name}`);
      }
      for (const [name, [mean, variance]] of Object.entries(golden.running)) {
        expectClose(await model.statistics.get(`${name}.running_mean`)!.data(), unpack(mean), `${name} mean`);
        expectClose(
          await model.statistics.get(`${name}.running_var`)!.data(),
          unpack(variance),
          `${name} variance`,
        );
      }
      tf.dispose(grads);
      model.dispose();
      expect(tf.memory().numTensors).toBe(tensors);
    });

    test('five SGD steps, then evaluation', async () => {
      const model = loadModel(golden);
      const { lr, losses, eval_logits } = golden.sgd;
      const optimizer = createSgd(
        { parameters: trainableOf(model, bce), random: createRandom(0) },
        { learningRate: lr, momentum: 0, weightDecay: 0 },
      );
      const measured: number[] = [];
      for (let step = 0; step < losses.length - 1; step++) {
        measured.push(await lossOf(trainingStep(model, bce, optimizer, images, labels)));
      }
      // The reference runs one more training pass before it evaluates: it moves the running statistics.
      measured.push((await valuesOf(tf.tidy(() => bce.compute(model.forward(images, true), labels))))[0]!);
      expectClose(measured, losses, 'losses');
      const logits = tf.tidy(() => model.forward(images, false));
      expectClose(await valuesOf(logits), eval_logits, 'evaluation logits');
      optimizer.dispose();
      model.dispose();
    });

    test('six PESG steps on the AUC margin loss', async () => {
      const model = loadModel(golden);
      const { lr, margin, momentum, weight_decay, epoch_decay, update_regularizer, trace } = golden.pesg;
      const loss: Loss = createAucMargin(
        { task: 'binary', outputs: 1, classWeights: null },
        { margin, version: 'v1' },
      );
      const optimizer = createPesg(
        { parameters: trainableOf(model, loss), random: createRandom(0) },
        {
          learningRate: lr,
          mode: 'sgd',
          momentum,
          clip: 1,
          weightDecay: weight_decay,
          epochDecay: epoch_decay,
          reference: 'zeros',
        },
      );
      const measured: number[][] = [];
      for (let step = 1; step <= trace.length; step++) {
        const value = await lossOf(trainingStep(model, loss, optimizer, images, labels));
        const scalars = [...loss.trainable, ...loss.ascending];
        measured.push([
          value,
          ...(await Promise.all(scalars.map(async (variable) => (await variable.data())[0]!))),
        ]);
        if (step === update_regularizer.after_step) optimizer.decay(update_regularizer.factor);
      }
      for (const [column, name] of (['loss', 'a', 'b', 'alpha'] as const).entries()) {
        expectClose(
          measured.map((row) => row[column]!),
          trace.map((row) => row[name]),
          name,
        );
      }
      optimizer.dispose();
      loss.dispose();
      model.dispose();
    });
  });
}

async function lossOf({ loss, logits }: { loss: tf.Tensor; logits: tf.Tensor }): Promise<number> {
  logits.dispose();
  return (await valuesOf(loss))[0]!;
}

describe.each(backends)('golden vectors on %s', (backend) => {
  beforeAll(() => activateTestBackend(backend));

  // Stock WebGPU has no correct 3D max-pool gradient; our own kernels bring the 3D cases (issue C).
  const models = files.filter(
    (file) => file.startsWith('resnet18-') && !(backend === 'webgpu' && file.includes('-3d-')),
  );
  for (const file of models) describeModel(file);

  test.runIf(files.includes('aucm.json'))('aucm.json: the AUC margin loss and its gradients', async () => {
    const cases =
      await read<
        readonly {
          version: 'v1' | 'v2';
          scores: number[];
          labels: number[];
          a: number;
          b: number;
          alpha: number;
          margin: number;
          loss: number;
          d_scores: number[];
          d_a: number;
          d_b: number;
          d_alpha: number;
        }[]
      >('aucm.json');
    for (const golden of cases) {
      const { version, margin } = golden;
      const targets = Float32Array.from(golden.labels);
      const inputs = [
        tf.tensor2d(golden.scores, [golden.scores.length, 1]),
        tf.tensor1d([golden.a]),
        tf.tensor1d([golden.b]),
        tf.tensor1d([golden.alpha]),
      ];
      const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
        const [scores, a, b, alpha] = tensors as [tf.Tensor2D, tf.Tensor, tf.Tensor, tf.Tensor];
        return aucMarginLoss(scores, targets, { a, b, alpha }, { margin, version });
      })(inputs);
      expectClose(await valuesOf(value), [golden.loss], `${version} loss`);
      const [dScores, dA, dB, dAlpha] = grads as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      expectClose(await valuesOf(dScores), golden.d_scores, `${version} d scores`);
      expectClose(await valuesOf(dA), [golden.d_a], `${version} d a`);
      expectClose(await valuesOf(dB), [golden.d_b], `${version} d b`);
      expectClose(await valuesOf(dAlpha), [golden.d_alpha], `${version} d alpha`);
      tf.dispose(inputs);
    }
  });

  test.runIf(files.includes('pesg.json'))('pesg.json: the optimizer on given gradients', async () => {
    const golden = await read<{
      start: { w: number[]; a: number; b: number };
      reference: { w: number[]; a: number; b: number };
      lr: number;
      margin: number;
      momentum: number;
      weight_decay: number;
      epoch_decay: number;
      clip: number;
      update_regularizer: { after_step: number; factor: number };
      trace: {
        gradients: { w: number[]; a: number; b: number };
        w: number[];
        a: number;
        b: number;
        alpha: number;
      }[];
    }>('pesg.json');
    const loss = createAucMargin(
      { task: 'binary', outputs: 1, classWeights: null },
      { margin: golden.margin, version: 'v1' },
    );
    const [a, b] = loss.trainable as [tf.Variable, tf.Variable];
    const weights = tf.tidy(() => tf.variable(tf.tensor1d(golden.start.w)));
    a.assign(tf.tensor1d([golden.start.a]));
    b.assign(tf.tensor1d([golden.start.b]));
    // The reference point of this case is given: draw it in the order in which the optimizer asks for it.
    const draws = [...golden.reference.w, golden.reference.a, golden.reference.b].map(
      (value) => value / 0.01,
    );
    const random = { ...createRandom(0), normal: () => draws.shift()! };
    const optimizer = createPesg(
      { parameters: [weights, a, b], random },
      {
        learningRate: golden.lr,
        mode: 'sgd',
        momentum: golden.momentum,
        clip: golden.clip,
        weightDecay: golden.weight_decay,
        epochDecay: golden.epoch_decay,
        reference: 'random',
      },
    );
    for (const [index, expected] of golden.trace.entries()) {
      const gradients = [
        tf.tensor1d(expected.gradients.w),
        tf.tensor1d([expected.gradients.a]),
        tf.tensor1d([expected.gradients.b]),
      ];
      optimizer.step(gradients);
      loss.afterStep(optimizer.learningRate);
      tf.dispose(gradients);
      if (index + 1 === golden.update_regularizer.after_step)
        optimizer.decay(golden.update_regularizer.factor);
      expectClose(await weights.data(), expected.w, `w after step ${index + 1}`);
      expectClose(await a.data(), [expected.a], `a after step ${index + 1}`);
      expectClose(await b.data(), [expected.b], `b after step ${index + 1}`);
      expectClose(await loss.ascending[0]!.data(), [expected.alpha], `alpha after step ${index + 1}`);
    }
    optimizer.dispose();
    loss.dispose();
    weights.dispose();
  });
});

test.runIf(files.includes('auc.json'))('auc.json: AUC, DeLong covariance and z', async () => {
  const cases =
    await read<
      readonly { labels: number[]; scores: number[][]; auc: number[]; covariance: number[][]; z: number }[]
    >('auc.json');
  for (const golden of cases) {
    const result = delong(golden.labels, golden.scores);
    expectClose(result.aucs, golden.auc, 'AUC by DeLong');
    expectClose(
      golden.scores.map((scores) => auc(golden.labels, scores)!),
      golden.auc,
      'AUC by ranks',
    );
    expectClose(result.covariance.flat(), golden.covariance.flat(), 'covariance');
    expectClose([pairedZ(result)], [golden.z], 'z');
  }
});
