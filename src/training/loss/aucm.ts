import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../lab/lab-error.ts';
import type { LossSettings } from '../../lab/recipe/losses.ts';
import { targetsOf } from '../targets.ts';
import type { Loss, LossContext } from './loss.ts';

/** Bounds of α in LibAUC 2.0.1 (optimizers/pesg.py). */
const ALPHA_RANGE = [0, 999] as const;

/** a, b: the mean scores aimed at for positives and negatives; α: the dual variable; each of shape [outputs]. */
export interface AucMarginVariables {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
  readonly alpha: tf.Tensor;
}

/**
 * The AUC margin loss on scores, mean over the outputs (one-vs-rest):
 * Σ w₊(h−a)² + Σ w₋(h−b)² + 2α(q m + Σ w₋h − Σ w₊h) − q α², with
 * v1: w₊ = (1−p)/N, w₋ = p/N, q = p(1−p), where p is the batch's share of positives (LibAUC overwrites imratio by it);
 * v2: w₊ = 1/N₊, w₋ = 1/N₋, q = 1.
 * Yuan et al., ICCV 2021; LibAUC 2.0.1, losses/auc.py, but for v2 the published formula: the code there misplaces a
 * parenthesis (numerics.md).
 *
 * @param scores h in (0, 1), [N, outputs]
 * @param targets 0 or 1, N rows of `outputs`
 * @throws LabError `batch-needs-both-classes` for v2 when an output has one class only in the batch
 */
export function aucMarginLoss(
  scores: tf.Tensor2D,
  targets: Float32Array,
  { a, b, alpha }: AucMarginVariables,
  { margin, version }: LossSettings<'aucm'>,
): tf.Scalar {
  const [count, outputs] = scores.shape;
  const { positive, negative, scale } = pairWeights(targets, count, outputs, version);
  // Its gradients in closed form: with those of the tape both ways ask for 75 small kernels, so for 35.
  const loss = tf.customGrad((...args: unknown[]) => {
    const [h, a, b, alpha] = args.slice(0, -1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const save = args[args.length - 1] as tf.GradSaveFunc;
    const difference = tf.tensor2d(
      negative.map((weight, place) => weight - positive[place]!),
      scores.shape,
    );
    const [fromA, fromB] = [tf.sub(h, a), tf.sub(h, b)];
    const pull = tf.mul(tf.tensor2d(positive, scores.shape), fromA);
    const push = tf.mul(tf.tensor2d(negative, scores.shape), fromB);
    const spread = tf.add(tf.mul(pull, fromA), tf.mul(push, fromB));
    const gap = tf.add(tf.tensor1d(scale.map((q) => q * margin)), tf.sum(tf.mul(difference, h), 0));
    const rest = tf.sub(gap, tf.mul(tf.tensor1d(scale), alpha));
    const dual = tf.mul(alpha, tf.add(gap, rest));
    save([pull, push, difference, rest, alpha]);
    return {
      value: tf.div(tf.add(tf.sum(spread), tf.sum(dual)), outputs),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [pull, push, difference, rest, alpha] = saved as [
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
        ];
        const twice = tf.mul(dy, 2 / outputs);
        const slope = tf.add(tf.add(pull, push), tf.mul(alpha, difference));
        const towards = (part: tf.Tensor) => tf.mul(tf.neg(twice), tf.sum(part, 0));
        return [tf.mul(twice, slope), towards(pull), towards(push), tf.mul(twice, rest)];
      },
    };
  });
  return loss(scores, a, b, alpha) as tf.Scalar;
}

/** Weight of every score as a positive and as a negative, and q of every output. */
function pairWeights(targets: Float32Array, count: number, outputs: number, version: 'v1' | 'v2') {
  const positives = new Float64Array(outputs);
  for (let place = 0; place < targets.length; place++) positives[place % outputs]! += targets[place]!;
  const positive = new Float32Array(targets.length);
  const negative = new Float32Array(targets.length);
  const scale = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const ones = positives[output]!;
    if (version === 'v2' && (ones === 0 || ones === count)) {
      throw new LabError(
        'batch-needs-both-classes',
        `The AUC margin loss v2 needs both classes in each batch, but one batch of ${count} has ${ones} positives.`,
        'Use the dual sampler, a larger batch, or version v1. The curve up to here is kept.',
      );
    }
    const share = ones / count;
    const weightPositive = version === 'v1' ? (1 - share) / count : 1 / ones;
    const weightNegative = version === 'v1' ? share / count : 1 / (count - ones);
    scale[output] = version === 'v1' ? share * (1 - share) : 1;
    for (let place = output; place < targets.length; place += outputs) {
      if (targets[place] === 1) positive[place] = weightPositive;
      else negative[place] = weightNegative;
    }
  }
  return { positive, negative, scale };
}

/** The AUC margin loss in use: a, b and α start at 0, a and b descend with the weights, α ascends. */
export function createAucMargin(
  { task, outputs, frozen = false }: LossContext,
  settings: LossSettings<'aucm'>,
): Loss {
  const zeros = () => tf.tidy(() => tf.variable(tf.zeros([outputs])));
  const [a, b, alpha] = [zeros(), zeros(), zeros()];
  return {
    activation: 'sigmoid',
    trainable: frozen ? [] : [a, b],
    ascending: frozen ? [] : [alpha],
    means: { a, b },
    compute: (logits, labels, mix) => {
      // Its pairs are of one whole positive and one whole negative; nobody has published what half of one would be.
      if (mix) {
        throw new LabError(
          'bad-recipe',
          'The AUC margin loss takes no mixed labels.',
          'Nothing was trained. Turn mixup off, or choose cross-entropy.',
        );
      }
      return aucMarginLoss(tf.sigmoid(logits), targetsOf(labels, task, outputs), { a, b, alpha }, settings);
    },
    // α <- clamp(α + lr (2(m + b − a) − 2α), 0, 999) with the a, b just updated: PESG's ascent (LibAUC 2.0.1). Under
    // plain SGD or Adam too, as the loss collapses to 0 where α stays put (docs/numerics.md).
    afterStep: (learningRate) => {
      if (frozen) return;
      tf.tidy(() => {
        const slope = tf.mul(tf.sub(tf.add(tf.sub(b, a), settings.margin), alpha), 2 * learningRate);
        alpha.assign(tf.clipByValue(tf.add(alpha, slope), ...ALPHA_RANGE));
      });
    },
    dispose: () => tf.dispose([a, b, alpha]),
  };
}
