import * as tf from '@tensorflow/tfjs-core';
import { BATCH_NORM_INFERENCE } from '../../kernels/batch-norm.ts';
import {
  CONVOLUTION,
  CONVOLUTION_FILTER_GRADIENT,
  CONVOLUTION_INPUT_GRADIENT,
} from '../../kernels/convolution.ts';
import type { ConvolutionLayer, Pass } from '../../lab/models/convolution-layer.ts';

/** Work on the current backend that can be asked for again and again. */
export interface PreparedWork {
  run(): void;
  dispose(): void;
}

/** Length of the rows into which a long array is folded. */
const COPY_ROW = 1024;

const KERNELS = {
  forward: CONVOLUTION,
  'input-gradient': CONVOLUTION_INPUT_GRADIENT,
  'filter-gradient': CONVOLUTION_FILTER_GRADIENT,
} as const satisfies Record<Pass, unknown>;

/** One pass of a convolution, run as tfjs and its gradients run it. */
export function prepareLayer(layer: ConvolutionLayer, pass: Pass, batch: number): PreparedWork {
  const { dims, kernel, stride, pad, channels, outputs } = layer;
  const along = (length: number) => new Array<number>(dims).fill(length);
  const inputShape = [batch, ...along(layer.input), channels];
  const filterShape = [...along(kernel), channels, outputs];
  const x = pass === 'input-gradient' ? null : someTensor(inputShape);
  const filter = pass === 'filter-gradient' ? null : someTensor(filterShape);
  const dy = pass === 'forward' ? null : someTensor([batch, ...along(layer.output), outputs]);
  const inputs = Object.fromEntries(
    Object.entries({ x, dy, filter }).flatMap(([name, tensor]) => (tensor ? [[name, tensor]] : [])),
  );
  const attributes = {
    ...{ strides: along(stride), pad, dilations: along(1), inputShape, filterShape },
    dataFormat: dims === 2 ? 'NHWC' : 'NDHWC',
  };
  return repeated(KERNELS[pass].names[dims - 2]!, inputs, attributes);
}

/** Rows of a round number of bytes would collide in the cache of a processor, which no layer's need to. */
export function productDepth(edge: number): number {
  return edge + 16;
}

/** A product of matrices with `edge` rows and columns, as the convolution of one pixel that all our kernels are made for. */
export function prepareProduct(edge: number): PreparedWork {
  const depth = productDepth(edge);
  const inputs = { x: someTensor([edge, 1, 1, depth]), filter: someTensor([1, 1, depth, edge]) };
  const attributes = { strides: [1, 1], pad: 0, dilations: [1, 1], dataFormat: 'NHWC' };
  return repeated('Conv2D', inputs, attributes);
}

/**
 * Reads an array and writes another of the same length: a normalisation by given statistics, the plainest of our own
 * passes over memory. A stock kernel, a value at a time, stays at a third of what a fast card can do.
 */
export function prepareCopy(length: number): PreparedWork {
  const vector = (value: number) => tf.fill([COPY_ROW], value);
  const inputs = {
    x: tf.fill([length / COPY_ROW, COPY_ROW], 1),
    ...{ gamma: vector(1), beta: vector(0), mean: vector(0), variance: vector(1) },
  };
  return repeated(BATCH_NORM_INFERENCE.names[0], inputs, { epsilon: 0, relu: false });
}

function repeated(kernel: string, inputs: Record<string, tf.Tensor>, attributes: object): PreparedWork {
  return {
    run() {
      // One tensor, or one in a list.
      tf.dispose(tf.engine().runKernel(kernel, inputs, attributes as tf.NamedAttrMap));
    },
    dispose: () => tf.dispose(inputs),
  };
}

/** Values between ±0.5 without a pattern: neither zeros nor denormals, which some devices treat apart. */
function someTensor(shape: number[]): tf.Tensor {
  const values = Float32Array.from(
    { length: tf.util.sizeFromShape(shape) },
    (_, index) => (Math.imul(index + 1, 0x9e3779b1) >>> 0) / 2 ** 32 - 0.5,
  );
  return tf.tensor(values, shape);
}
