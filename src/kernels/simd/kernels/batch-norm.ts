import type * as tf from '@tensorflow/tfjs-core';
import { BATCH_NORM_INFERENCE, BATCH_NORM_TRAINING, BATCH_NORM_TRAINING_GRADIENT } from '../../batch-norm.ts';
import { implement } from '../../kernel.ts';
import { matrixOf } from '../../tensor-info.ts';
import { JOBS } from '../jobs.ts';
import type { SimdCall, SimdKernel } from './simd-kernel.ts';

const FLOAT = 4;
/** Floats of a block whose sums are taken in two passes: 32 KiB, so that the second pass meets the cache. */
const SUM_BLOCK = 8192;
/** Merging the blocks is not parallel; this many at most keep it short. */
const MOST_BLOCKS = 512;
/** Floats of a block that is only passed through: its parts of up to five arrays fit the first-level cache. */
const APPLY_BLOCK = 2048;

interface Blocks {
  readonly rows: number;
  readonly channels: number;
  /** Rows of a block whose sums are taken, and number of such blocks; they depend on the shape alone. */
  readonly sumRows: number;
  readonly sums: number;
  readonly applyRows: number;
  readonly applies: number;
}

function blocksOf(x: tf.TensorInfo): Blocks {
  const { rows, channels } = matrixOf(x);
  const sumRows = Math.max(8, Math.ceil(SUM_BLOCK / channels), Math.ceil(rows / MOST_BLOCKS));
  const applyRows = Math.max(8, Math.ceil(APPLY_BLOCK / channels));
  return {
    rows,
    channels,
    sumRows,
    sums: Math.ceil(rows / sumRows),
    applyRows,
    applies: Math.ceil(rows / applyRows),
  };
}

function training({
  inputs: { x, gamma, beta, runningMean, runningVariance, residual },
  attributes,
  backend,
}: SimdCall<typeof BATCH_NORM_TRAINING>): tf.TensorInfo[] {
  const { rows, channels, sumRows, sums, applyRows, applies } = blocksOf(x);
  const from = backend.address(x);
  const running = [backend.addressForUpdate(runningMean), backend.addressForUpdate(runningVariance)] as const;
  const added = residual ? backend.address(residual) : 0;
  const [scale, shift] = [backend.address(gamma), backend.address(beta)];
  const [y, mean, inverse] = [
    backend.allocate(x.shape),
    backend.allocate([channels]),
    backend.allocate([channels]),
  ] as const;
  backend.withScratch(sums * 2 * channels * FLOAT, (partials) => {
    backend.run(JOBS.batchNormStatistics, sums, [from, partials, rows, channels, sumRows]);
    backend.combine('combineStatistics', [
      partials,
      sums,
      rows,
      channels,
      sumRows,
      backend.address(mean),
      backend.address(inverse),
      ...running,
      { float: attributes.epsilon },
      { float: attributes.momentum },
    ]);
  });
  backend.run(JOBS.batchNormApply, applies, [
    from,
    backend.address(y),
    added,
    rows,
    channels,
    applyRows,
    backend.address(mean),
    backend.address(inverse),
    scale,
    shift,
    attributes.relu ? 1 : 0,
  ]);
  return [y, mean, inverse];
}

function trainingGradient({
  inputs: { dy, x, y, gamma, mean, inverseDeviation },
  attributes,
  backend,
}: SimdCall<typeof BATCH_NORM_TRAINING_GRADIENT>): tf.TensorInfo[] {
  const { rows, channels, sumRows, sums, applyRows, applies } = blocksOf(x);
  const gradient = backend.address(dy);
  const from = backend.address(x);
  const mask = attributes.relu ? backend.address(y) : 0;
  const [average, inverse] = [backend.address(mean), backend.address(inverseDeviation)];
  const scale = backend.address(gamma);
  const [dx, dGamma, dBeta] = [
    backend.allocate(x.shape),
    backend.allocate([channels]),
    backend.allocate([channels]),
  ] as const;
  const dResidual = attributes.residual ? backend.allocate(x.shape) : undefined;
  backend.withScratch(sums * 2 * channels * FLOAT, (partials) => {
    backend.run(JOBS.batchNormGradientSums, sums, [
      gradient,
      from,
      mask,
      partials,
      rows,
      channels,
      sumRows,
      average,
    ]);
    backend.combine('combineGradientSums', [
      partials,
      sums,
      channels,
      inverse,
      backend.address(dGamma),
      backend.address(dBeta),
    ]);
  });
  backend.run(JOBS.batchNormGradient, applies, [
    gradient,
    from,
    mask,
    backend.address(dx),
    rows,
    channels,
    applyRows,
    average,
    inverse,
    scale,
    backend.address(dGamma),
    backend.address(dBeta),
    dResidual ? backend.address(dResidual) : 0,
  ]);
  return dResidual ? [dx, dGamma, dBeta, dResidual] : [dx, dGamma, dBeta];
}

function inference({
  inputs: { x, gamma, beta, mean, variance, residual },
  attributes,
  backend,
}: SimdCall<typeof BATCH_NORM_INFERENCE>): tf.TensorInfo[] {
  const { rows, channels, applyRows, applies } = blocksOf(x);
  const from = backend.address(x);
  const added = residual ? backend.address(residual) : 0;
  const [average, scale, shift] = [backend.address(mean), backend.address(gamma), backend.address(beta)];
  const inverse = backend.allocate([channels]);
  const inverses = backend.data.get(inverse.dataId).values as Float32Array;
  inverses.set(
    (backend.data.get(variance.dataId).values as Float32Array).map(
      (value) => 1 / Math.sqrt(value + attributes.epsilon),
    ),
  );
  const y = backend.allocate(x.shape);
  backend.run(JOBS.batchNormApply, applies, [
    from,
    backend.address(y),
    added,
    rows,
    channels,
    applyRows,
    average,
    backend.address(inverse),
    scale,
    shift,
    attributes.relu ? 1 : 0,
  ]);
  backend.disposeIntermediateTensorInfo(inverse);
  return [y];
}

export const BATCH_NORM_KERNELS: readonly SimdKernel[] = [
  implement(BATCH_NORM_TRAINING, training),
  implement(BATCH_NORM_TRAINING_GRADIENT, trainingGradient),
  implement(BATCH_NORM_INFERENCE, inference),
];
