import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, inject, test } from 'vitest';
import { createRandom } from '../lab/random.ts';
import { auc } from '../lab/statistics/auc.ts';
import { delong, pairedZ } from '../lab/statistics/delong.ts';
import { aucMarginLoss, createAucMargin } from './loss/aucm.ts';
import { createPesg } from './optimizer/pesg.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { readGolden } from './testing/golden-files.ts';
import { expectEachClose, expectExact } from './testing/reference/expect-close.ts';
import { type AucMarginState, aucMargin } from './testing/reference/losses.ts';
import { ReferencePesg } from './testing/reference/pesg.ts';
import type { State } from './testing/reference/resnet18.ts';

const { backends } = inject('golden');

async function valuesOf(tensor: tf.Tensor): Promise<Float32Array> {
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  return values;
}

/** One entry of aucm.json. */
interface AucMarginCase extends AucMarginState {
  readonly version: 'v1' | 'v2';
  readonly scores: number[];
  readonly labels: readonly number[];
  readonly margin: number;
  readonly loss: number;
  readonly d_scores: readonly number[];
  readonly d_a: number;
  readonly d_b: number;
  readonly d_alpha: number;
}

/** Weights and the two variables of the loss. */
interface PesgPoint {
  readonly w: number[];
  readonly a: number;
  readonly b: number;
}

interface PesgFile {
  readonly start: PesgPoint;
  readonly reference: PesgPoint;
  readonly lr: number;
  readonly margin: number;
  readonly momentum: number;
  readonly weight_decay: number;
  readonly epoch_decay: number;
  readonly clip: number;
  readonly update_regularizer: { readonly after_step: number; readonly factor: number };
  readonly trace: readonly (PesgPoint & { readonly gradients: PesgPoint; readonly alpha: number })[];
}

const stateOf = ({ w, a, b }: PesgPoint): State =>
  new Map([
    ['w', Float64Array.from(w)],
    ['a', Float64Array.of(a)],
    ['b', Float64Array.of(b)],
  ]);

describe('the float64 reference gives every figure of', () => {
  test('aucm.json', async () => {
    for (const golden of await readGolden<readonly AucMarginCase[]>('aucm.json')) {
      const { value, dScores, dA, dB, dAlpha } = aucMargin(
        Float64Array.from(golden.scores),
        golden.labels,
        golden,
        golden,
      );
      expectExact([value], [golden.loss], `${golden.version} loss`);
      expectExact(dScores, golden.d_scores, `${golden.version} d scores`);
      expectExact(
        [dA, dB, dAlpha],
        [golden.d_a, golden.d_b, golden.d_alpha],
        `${golden.version} d a, b, alpha`,
      );
    }
  });

  test('pesg.json', async () => {
    const golden = await readGolden<PesgFile>('pesg.json');
    const settings = {
      learningRate: golden.lr,
      margin: golden.margin,
      momentum: golden.momentum,
      weightDecay: golden.weight_decay,
      epochDecay: golden.epoch_decay,
      clip: golden.clip,
    };
    const optimizer = new ReferencePesg(stateOf(golden.start), settings, stateOf(golden.reference));
    for (const [index, expected] of golden.trace.entries()) {
      optimizer.step(stateOf(expected.gradients));
      optimizer.accumulate();
      const { after_step, factor } = golden.update_regularizer;
      if (index + 1 === after_step) optimizer.updateRegularizer(factor);
      for (const [name, values] of stateOf(expected))
        expectExact(optimizer.values.get(name)!, values, `${name} after step ${index + 1}`);
      expectExact([optimizer.alpha], [expected.alpha], `alpha after step ${index + 1}`);
    }
  });
});

describe.each(backends)('losses and optimizers on %s', (backend) => {
  beforeAll(() => activateTestBackend(backend));

  test('aucm.json: the AUC margin loss and its gradients', async () => {
    for (const golden of await readGolden<readonly AucMarginCase[]>('aucm.json')) {
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
      expectEachClose(await valuesOf(value), [golden.loss], `${version} loss`);
      const [dScores, dA, dB, dAlpha] = grads as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      expectEachClose(await valuesOf(dScores), golden.d_scores, `${version} d scores`);
      expectEachClose(await valuesOf(dA), [golden.d_a], `${version} d a`);
      expectEachClose(await valuesOf(dB), [golden.d_b], `${version} d b`);
      expectEachClose(await valuesOf(dAlpha), [golden.d_alpha], `${version} d alpha`);
      tf.dispose(inputs);
    }
  });

  test('pesg.json: the optimizer on given gradients', async () => {
    const golden = await readGolden<PesgFile>('pesg.json');
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
      expectEachClose(await weights.data(), expected.w, `w after step ${index + 1}`);
      expectEachClose(await a.data(), [expected.a], `a after step ${index + 1}`);
      expectEachClose(await b.data(), [expected.b], `b after step ${index + 1}`);
      expectEachClose(await loss.ascending[0]!.data(), [expected.alpha], `alpha after step ${index + 1}`);
    }
    optimizer.dispose();
    loss.dispose();
    weights.dispose();
  });
});

test('auc.json: AUC, DeLong covariance and z', async () => {
  const cases =
    await readGolden<
      readonly { labels: number[]; scores: number[][]; auc: number[]; covariance: number[][]; z: number }[]
    >('auc.json');
  for (const golden of cases) {
    const result = delong(golden.labels, golden.scores);
    expectExact(result.aucs, golden.auc, 'AUC by DeLong');
    expectExact(
      golden.scores.map((scores) => auc(golden.labels, scores)!),
      golden.auc,
      'AUC by ranks',
    );
    expectExact(result.covariance.flat(), golden.covariance.flat(), 'covariance');
    expectExact([pairedZ(result)], [golden.z], 'z');
  }
});
