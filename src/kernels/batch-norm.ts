import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, kernel, runKernel, type Tensors } from './kernel.ts';

/** Learned scale and shift, and the running statistics that inference uses; each of shape [C]. */
export interface BatchNormParameters {
  readonly gamma: tf.Variable;
  readonly beta: tf.Variable;
  readonly runningMean: tf.Variable;
  readonly runningVariance: tf.Variable;
}

export interface BatchNormOptions {
  /** Added after the normalisation (the shortcut of a residual block); same shape as `x`. */
  readonly residual?: tf.Tensor | undefined;
  /** Whether a ReLU follows. */
  readonly relu: boolean;
}

/** PyTorch's defaults, which the published figures used (numerics.md). */
export const BATCH_NORM_EPSILON = 1e-5;
/** Weight of the newest batch in the running statistics. */
export const BATCH_NORM_MOMENTUM = 0.1;

/**
 * Fused kernels that a backend may bring. The training's output is [y, mean, inverseDeviation], the statistics of shape
 * [C]; the running statistics are **updated in place**.
 */
export const BATCH_NORM_TRAINING = kernel<
  Tensors<'x' | 'gamma' | 'beta' | 'runningMean' | 'runningVariance', 'residual'>,
  { readonly epsilon: number; readonly momentum: number; readonly relu: boolean }
>('BatchNormTraining');
/**
 * `y` is given for the mask of the ReLU. The output is [dx, dGamma, dBeta] and, where attributes.residual, dResidual.
 */
export const BATCH_NORM_TRAINING_GRADIENT = kernel<
  Tensors<'dy' | 'x' | 'y' | 'gamma' | 'mean' | 'inverseDeviation'>,
  { readonly relu: boolean; readonly residual: boolean }
>('BatchNormTrainingGrad');
/** The output is [y]. */
export const BATCH_NORM_INFERENCE = kernel<
  Tensors<'x' | 'gamma' | 'beta' | 'mean' | 'variance', 'residual'>,
  { readonly epsilon: number; readonly relu: boolean }
>('BatchNormInference');

/**
 * Batch normalisation with the statistics of the batch, then the optional residual add and ReLU:
 * y = relu(gamma (x - mean) / sqrt(var + eps) + beta + residual), normalised by the **biased** variance; the running
 * variance takes the **unbiased** one, as PyTorch does (Ioffe & Szegedy 2015; numerics.md).
 *
 * @param x any rank >= 2, channels last
 */
export function batchNormTraining(
  x: tf.Tensor,
  parameters: BatchNormParameters,
  { residual, relu }: BatchNormOptions,
): tf.Tensor {
  if (!hasKernel(BATCH_NORM_TRAINING)) return trainingReference(x, parameters, { residual, relu });
  const { gamma, beta, runningMean, runningVariance } = parameters;
  const operation = tf.customGrad((...args: unknown[]) => {
    const [x, gamma, beta, residual] = args.slice(0, -1) as tf.Tensor[];
    const save = args[args.length - 1] as tf.GradSaveFunc;
    const inputs = { x: x!, gamma: gamma!, beta: beta!, runningMean, runningVariance };
    const [y, mean, inverseDeviation] = runKernel(
      BATCH_NORM_TRAINING,
      residual ? { ...inputs, residual } : inputs,
      { epsilon: BATCH_NORM_EPSILON, momentum: BATCH_NORM_MOMENTUM, relu },
    ) as [tf.Tensor, tf.Tensor, tf.Tensor];
    save([x!, y, gamma!, mean, inverseDeviation]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, y, gamma, mean, inverseDeviation] = saved as [
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
        ];
        return runKernel(
          BATCH_NORM_TRAINING_GRADIENT,
          { dy, x, y, gamma, mean, inverseDeviation },
          { relu, residual: residual !== undefined },
        );
      },
    };
  });
  return residual ? operation(x, gamma, beta, residual) : operation(x, gamma, beta);
}

function trainingReference(
  x: tf.Tensor,
  { gamma, beta, runningMean, runningVariance }: BatchNormParameters,
  { residual, relu }: BatchNormOptions,
): tf.Tensor {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const count = x.size / x.shape[x.rank - 1]!;
  const mean = tf.mean(x, axes);
  const centred = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centred), axes);
  blend(runningMean, mean);
  blend(runningVariance, tf.mul(variance, count / Math.max(1, count - 1)));
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON)));
  return finish(tf.add(tf.mul(centred, scale), beta), residual, relu);
}

/** running <- (1 - momentum) running + momentum batch; not part of the gradient. */
function blend(running: tf.Variable, batch: tf.Tensor): void {
  tf.tidy(() =>
    running.assign(tf.add(tf.mul(running, 1 - BATCH_NORM_MOMENTUM), tf.mul(batch, BATCH_NORM_MOMENTUM))),
  );
}

/**
 * Batch normalisation with the running statistics, for evaluation; then the optional residual add and ReLU. It has a
 * gradient in `x` and the residual, for what is asked of a trained net; its parameters are constants.
 */
export function batchNormInference(
  x: tf.Tensor,
  parameters: BatchNormParameters,
  { residual, relu }: BatchNormOptions,
): tf.Tensor {
  const { gamma, beta, runningMean, runningVariance } = parameters;
  if (!hasKernel(BATCH_NORM_INFERENCE)) {
    const scale = inferenceScale(parameters);
    const shift = tf.sub(beta, tf.mul(runningMean, scale));
    return finish(tf.add(tf.mul(x, scale), shift), residual, relu);
  }
  const operation = tf.customGrad((...args: unknown[]) => {
    const [x, residual] = args.slice(0, -1) as tf.Tensor[];
    const save = args[args.length - 1] as tf.GradSaveFunc;
    const inputs = { x: x!, gamma, beta, mean: runningMean, variance: runningVariance };
    const [y] = runKernel(BATCH_NORM_INFERENCE, residual ? { ...inputs, residual } : inputs, {
      epsilon: BATCH_NORM_EPSILON,
      relu,
    }) as [tf.Tensor];
    save([y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const through = relu ? tf.mul(dy, tf.step(saved[0]!)) : dy;
        // As a table: tfjs' WebGPU backend cannot spread a vector over a batch of volumes.
        const rows = tf.reshape(through, [-1, gamma.size]);
        const dx = tf.reshape(tf.mul(rows, inferenceScale(parameters)), dy.shape);
        return residual ? [dx, through.clone()] : dx;
      },
    };
  });
  return residual ? operation(x, residual) : operation(x);
}

function inferenceScale({ gamma, runningVariance }: BatchNormParameters): tf.Tensor {
  return tf.mul(gamma, tf.rsqrt(tf.add(runningVariance, BATCH_NORM_EPSILON)));
}

function finish(normalised: tf.Tensor, residual: tf.Tensor | undefined, relu: boolean): tf.Tensor {
  const sum = residual ? tf.add(normalised, residual) : normalised;
  return relu ? tf.relu(sum) : sum;
}
