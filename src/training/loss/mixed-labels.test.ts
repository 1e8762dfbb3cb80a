import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerCpuBackend } from '../../kernels/cpu/register.ts';
import type { LabelMix } from '../targets.ts';
import { createAucMargin } from './aucm.ts';
import { createBce } from './bce.ts';
import { createCrossEntropy } from './cross-entropy.ts';
import type { LossContext } from './loss.ts';

beforeAll(async () => {
  registerCpuBackend();
  await tf.setBackend('cpu');
});

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const LOGITS = [0.4, -1.2, 2, 0.1, 0.3, -0.7, 1.5, -2, 0.6];

const CONTEXTS: Readonly<Record<string, LossContext>> = {
  binary: { task: 'binary', outputs: 1, classWeights: null },
  'binary, weighted': { task: 'binary', outputs: 1, classWeights: [0.6, 3] },
  'several classes': { task: 'multi-class', outputs: 3, classWeights: null },
  'several classes, weighted': { task: 'multi-class', outputs: 3, classWeights: [0.5, 2, 1.25] },
  labels: { task: 'multi-label', outputs: 3, classWeights: null },
};

/** Loss and its slope in the logits, for a batch of three images. */
function lossOf(create: typeof createBce, context: LossContext, labels: Uint8Array, mix: LabelMix | null) {
  const logits = LOGITS.slice(0, 3 * context.outputs);
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((z) => create(context).compute(z as tf.Tensor2D, labels, mix))(
      tf.tensor2d(logits, [3, context.outputs]),
    );
    return [...value.dataSync(), ...grad.dataSync()];
  });
}

const LABELS: Readonly<Record<LossContext['task'], readonly [number[], number[]]>> = {
  binary: [
    [1, 0, 1],
    [0, 0, 1],
  ],
  'multi-class': [
    [2, 0, 1],
    [1, 0, 0],
  ],
  'multi-label': [
    [1, 0, 0, 0, 1, 1, 0, 0, 0],
    [0, 1, 0, 0, 1, 0, 1, 1, 0],
  ],
};

describe.each([
  ['cross-entropy', createCrossEntropy],
  ['binary cross-entropy', createBce],
] as const)('the %s of mixed labels', (_, create) => {
  it.each(Object.keys(CONTEXTS))('is the mean of those by either label, by their shares: %s', (name) => {
    const context = CONTEXTS[name]!;
    const [own, others] = LABELS[context.task].map((labels) => Uint8Array.from(labels)) as [
      Uint8Array,
      Uint8Array,
    ];
    const share = 0.75;
    const mixed = lossOf(create, context, own, {
      partners: others,
      shares: Float32Array.of(share, share, share),
    });
    const [first, second] = [lossOf(create, context, own, null), lossOf(create, context, others, null)];
    mixed.forEach((value, place) => {
      expect(value).toBeCloseTo(share * first[place]! + (1 - share) * second[place]!, 5);
    });
    // A whole share leaves the labels as they are, to the bit.
    const whole = { partners: others, shares: Float32Array.of(1, 1, 1) };
    expect(lossOf(create, context, own, whole)).toEqual(first);
  });
});

it('the AUC margin loss refuses them', () => {
  const loss = createAucMargin(CONTEXTS.binary!, { margin: 1, version: 'v1' });
  const mix = { partners: Uint8Array.of(0, 1), shares: Float32Array.of(0.8, 0.8) };
  const logits = tf.zeros<tf.Rank.R2>([2, 1]);
  expect(() => loss.compute(logits, Uint8Array.of(1, 0), mix)).toThrow(/takes no mixed labels/);
  logits.dispose();
  loss.dispose();
});
