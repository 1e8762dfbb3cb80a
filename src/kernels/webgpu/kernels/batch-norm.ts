import type * as tf from '@tensorflow/tfjs-core';
import { BATCH_NORM_INFERENCE, BATCH_NORM_TRAINING, BATCH_NORM_TRAINING_GRADIENT } from '../../batch-norm.ts';
import { implement } from '../../kernel.ts';
import { matrixOf } from '../../tensor-info.ts';
import {
  applyShader,
  gradientApplyShader,
  gradientSumsShader,
  inferenceShader,
  LANES,
  type Lines,
  type NormVariant,
  statisticsShader,
} from '../batch-norm-shaders.ts';
import { spread } from '../dispatch.ts';
import { alignOffset } from '../tensor-data.ts';
import { words } from '../uniform-words.ts';
import type { WebgpuCall, WebgpuKernel } from './webgpu-kernel.ts';

const FLOAT = 4;
/** Rows from which workgroups have sixteen lines. */
const MANY_ROWS = 2048;
/** Rows that each line of a workgroup sums up, and the most parts: every workgroup adds all of them up. */
const PART_ROWS_PER_LINE = 32;
const MOST_PARTS = 128;
/** Rows that each line goes through afterwards, at least, and rows of a piece for each part that is added up before. */
const PIECE_ROWS_PER_LINE = 4;
const PIECE_ROWS_PER_PART = 8;

interface Layout {
  readonly vector: boolean;
  readonly lines: Lines;
  readonly rows: number;
  readonly channels: number;
  /** Channels in units of one or four. */
  readonly units: number;
  readonly parts: number;
  readonly partRows: number;
  readonly pieceRows: number;
  readonly pieces: number;
  /** Bytes of all parts of the sums. */
  readonly partBytes: number;
  /** Workgroups along the channels. */
  readonly groups: number;
}

function layoutOf(x: tf.TensorInfo): Layout {
  const { rows, channels } = matrixOf(x);
  const vector = channels % 4 === 0;
  const units = vector ? channels / 4 : channels;
  const lines = rows < MANY_ROWS ? 4 : 16;
  const parts = Math.max(1, Math.min(MOST_PARTS, Math.floor(rows / (PART_ROWS_PER_LINE * lines))));
  const pieceRows = Math.max(PIECE_ROWS_PER_LINE * lines, PIECE_ROWS_PER_PART * parts);
  return {
    vector,
    lines,
    rows,
    channels,
    units,
    parts,
    partRows: Math.ceil(rows / parts),
    pieceRows,
    pieces: Math.ceil(rows / pieceRows),
    partBytes: parts * 2 * channels * FLOAT,
    groups: Math.ceil(units / LANES),
  };
}

/** Bytes as a number of a lane's units. */
function unitsOf({ vector }: Layout, bytes: number): number {
  return bytes / (vector ? 4 * FLOAT : FLOAT);
}

function paramsOf(
  layout: Layout,
  { secondAt, partsAt, statsSecondAt = 0 }: { secondAt: number; partsAt: number; statsSecondAt?: number },
  { epsilon, momentum }: { epsilon: number; momentum: number },
) {
  return words(
    ...[layout.rows, layout.units, layout.parts, layout.partRows, layout.pieceRows],
    ...[secondAt, partsAt, statsSecondAt].map((bytes) => unitsOf(layout, bytes)),
    ...[{ float: epsilon }, { float: momentum }],
  );
}

function keyOf({ formats, ...switches }: Omit<NormVariant, 'lines'>): string {
  return [...Object.values(switches), ...Object.entries(formats).map((pair) => pair.join(' '))].join();
}

function training({
  inputs: { x, gamma, beta, runningMean, runningVariance, residual },
  attributes,
  backend,
}: WebgpuCall<typeof BATCH_NORM_TRAINING>): tf.TensorInfo[] {
  const layout = layoutOf(x);
  const { vector, lines, channels, parts, partBytes, pieces, groups } = layout;
  backend.ownForUpdate(runningMean);
  backend.ownForUpdate(runningVariance);
  const y = backend.allocateActivation(x.shape, 'half');
  const [input, output] = [backend.stored(x), backend.stored(y)];
  const added = residual ? backend.stored(residual) : undefined;
  const { tensors, buffer, end } = backend.allocateTogether([[channels], [channels]], partBytes);
  const stats = { buffer, offset: 0, size: end + partBytes };
  const uniforms = paramsOf(layout, { secondAt: alignOffset(channels * FLOAT), partsAt: end }, attributes);
  backend.dispatch({
    program: {
      key: `norm-statistics ${vector},${lines},${input.format}`,
      code: () => statisticsShader(vector, lines, input.format),
    },
    bindings: [input.binding, stats],
    uniforms,
    workgroups: [groups, parts, 1],
  });
  const variant = {
    ...{ vector, lines, relu: attributes.relu, residual: residual !== undefined },
    formats: { x: input.format, y: output.format, residual: added?.format },
  };
  backend.dispatch({
    program: { key: `norm-apply ${keyOf(variant)}`, code: () => applyShader(variant) },
    bindings: [
      input.binding,
      stats,
      ...[gamma, beta, runningMean, runningVariance].map((tensor) => backend.binding(tensor)),
      output.binding,
      ...(added ? [added.binding] : []),
    ],
    uniforms,
    workgroups: [groups, pieces, 1],
  });
  return [y, ...tensors];
}

function trainingGradient({
  inputs: { dy, x, y, gamma, mean, inverseDeviation },
  attributes: { relu, residual },
  backend,
}: WebgpuCall<typeof BATCH_NORM_TRAINING_GRADIENT>): tf.TensorInfo[] {
  const layout = layoutOf(x);
  const { vector, lines, channels, parts, partBytes, pieces, groups } = layout;
  const [first, second] = [backend.binding(mean), backend.binding(inverseDeviation)];
  if (first.buffer !== second.buffer || first.offset > second.offset) {
    throw new Error('The statistics of a batch-norm must be those that its forward pass returned.');
  }
  const gradient = backend.allocateActivation(x.shape, 'half-gradient');
  const statsSecondAt = second.offset - first.offset;
  const stats = { ...first, size: statsSecondAt + second.size! };
  const dx = backend.stored(gradient);
  const { tensors, buffer, end } = backend.allocateTogether([[channels], [channels]], partBytes);
  const sums = { buffer, offset: 0, size: end + partBytes };
  const uniforms = paramsOf(
    layout,
    { secondAt: alignOffset(channels * FLOAT), partsAt: end, statsSecondAt },
    { epsilon: 0, momentum: 0 },
  );
  const [slope, input, output] = [backend.stored(dy), backend.stored(x), backend.stored(y)];
  const mask = relu ? [output.binding] : [];
  // Without a ReLU the residual's gradient is dy itself.
  const dResidual = residual && relu ? backend.allocateActivation(x.shape, 'half-gradient') : undefined;
  const residualGradient = dResidual ? backend.stored(dResidual) : undefined;
  const variant = {
    ...{ vector, lines, relu, residual: dResidual !== undefined },
    formats: {
      ...{ dy: slope.format, x: input.format, y: output.format },
      ...{ dx: dx.format, dResidual: residualGradient?.format },
    },
  };
  backend.dispatch({
    program: {
      key: `norm-gradient-sums ${keyOf(variant)}`,
      code: () => gradientSumsShader(variant),
    },
    bindings: [slope.binding, input.binding, stats, sums, ...mask],
    uniforms,
    workgroups: [groups, parts, 1],
  });
  backend.dispatch({
    program: {
      key: `norm-gradient-apply ${keyOf(variant)}`,
      code: () => gradientApplyShader(variant),
    },
    bindings: [
      ...[slope.binding, input.binding, stats, sums, backend.binding(gamma), dx.binding, ...mask],
      ...(residualGradient ? [residualGradient.binding] : []),
    ],
    uniforms,
    workgroups: [groups, pieces, 1],
  });
  if (!residual) return [gradient, ...tensors];
  if (dResidual) return [gradient, ...tensors, dResidual];
  backend.incRef(dy.dataId);
  return [gradient, ...tensors, { dataId: dy.dataId, shape: dy.shape, dtype: dy.dtype }];
}

function inference({
  inputs: { x, gamma, beta, mean, variance, residual },
  attributes: { epsilon, relu },
  backend,
}: WebgpuCall<typeof BATCH_NORM_INFERENCE>): tf.TensorInfo[] {
  const { vector, rows, units } = layoutOf(x);
  const y = backend.allocateActivation(x.shape, 'half');
  const [input, output] = [backend.stored(x), backend.stored(y)];
  const added = residual ? backend.stored(residual) : undefined;
  const variant = {
    ...{ vector, relu, residual: residual !== undefined },
    formats: { x: input.format, y: output.format, residual: added?.format },
  };
  backend.dispatch({
    program: { key: `norm-inference ${keyOf(variant)}`, code: () => inferenceShader(variant) },
    bindings: [
      input.binding,
      ...[gamma, beta, mean, variance].map((tensor) => backend.binding(tensor)),
      output.binding,
      ...(added ? [added.binding] : []),
    ],
    uniforms: words(rows * units, units, { float: epsilon }),
    workgroups: spread(Math.ceil((rows * units) / 64)),
  });
  return [y];
}

export const BATCH_NORM_KERNELS: readonly WebgpuKernel[] = [
  implement(BATCH_NORM_TRAINING, training),
  implement(BATCH_NORM_TRAINING_GRADIENT, trainingGradient),
  implement(BATCH_NORM_INFERENCE, inference),
];
