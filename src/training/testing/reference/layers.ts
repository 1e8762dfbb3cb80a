/**
 * The layers of ResNet-18 in float64, written for clarity: what the backends are held against. Each returns its output
 * and the way back from the gradient of that output. All work on volumes; an image is a volume of depth 1.
 */

/** Channels last: [count, depth, height, width, channels]. */
export interface Volume {
  readonly shape: readonly [number, number, number, number, number];
  readonly values: Float64Array;
}

/** A triple along depth, height and width. */
export type Triple = readonly [number, number, number];

export interface Window {
  readonly size: Triple;
  readonly stride: Triple;
  /** Added on both sides. */
  readonly pad: Triple;
}

/**
 * Calls back for every row of places of the input that the window of a place of the output covers: `length` places
 * side by side from `inputPlace` on, met by as many taps from `tap` on. Padding is skipped.
 */
function forEachRow(
  input: Triple,
  output: Triple,
  { size, stride, pad }: Window,
  visit: (outputPlace: number, inputPlace: number, tap: number, length: number) => void,
): void {
  const origin = (place: number, axis: 0 | 1 | 2) => place * stride[axis] - pad[axis];
  const first = (start: number) => Math.max(0, -start);
  const end = (start: number, axis: 0 | 1 | 2) => Math.min(size[axis], input[axis] - start);
  for (let z = 0; z < output[0]; z++) {
    const z0 = origin(z, 0);
    for (let y = 0; y < output[1]; y++) {
      const y0 = origin(y, 1);
      for (let x = 0; x < output[2]; x++) {
        const x0 = origin(x, 2);
        const outputPlace = (z * output[1] + y) * output[2] + x;
        for (let k = first(z0); k < end(z0, 0); k++) {
          for (let j = first(y0); j < end(y0, 1); j++) {
            const i = first(x0);
            const inputPlace = ((z0 + k) * input[1] + y0 + j) * input[2] + x0 + i;
            visit(outputPlace, inputPlace, (k * size[1] + j) * size[2] + i, end(x0, 2) - i);
          }
        }
      }
    }
  }
}

function spatial({ shape }: Volume): Triple {
  return [shape[1], shape[2], shape[3]];
}

function outputOf(input: Triple, { size, stride, pad }: Window): Triple {
  const along = (axis: 0 | 1 | 2) =>
    Math.floor((input[axis] + 2 * pad[axis] - size[axis]) / stride[axis]) + 1;
  return [along(0), along(1), along(2)];
}

const volumeOf = ([depth, height, width]: Triple) => depth * height * width;

/**
 * @param filter [taps, input channels, output channels], the taps in row-major order
 * @returns `backward` gives the gradients of the input (null where `inputGradient` is false) and of the filter
 */
export function convolve(x: Volume, filter: Float64Array, window: Window, inputGradient: boolean) {
  const [count, , , , channels] = x.shape;
  const [input, output] = [spatial(x), outputOf(spatial(x), window)];
  const outputs = filter.length / (volumeOf(window.size) * channels);
  const [inputLength, outputLength] = [volumeOf(input) * channels, volumeOf(output) * outputs];
  const source = x.values;
  const values = new Float64Array(count * outputLength);
  forEachRow(input, output, window, (outputPlace, inputPlace, tap, length) => {
    for (let image = 0; image < count; image++) {
      const to = image * outputLength + outputPlace * outputs;
      const from = image * inputLength + inputPlace * channels;
      addProducts(values, to, outputs, source, from, length * channels, filter, tap * channels * outputs);
    }
  });
  const y: Volume = { shape: [count, ...output, outputs], values };
  const backward = (dy: Float64Array) => {
    const dx = new Float64Array(inputGradient ? x.values.length : 0);
    const dFilter = new Float64Array(filter.length);
    forEachRow(input, output, window, (outputPlace, inputPlace, tap, length) => {
      for (let image = 0; image < count; image++) {
        const to = image * outputLength + outputPlace * outputs;
        const from = image * inputLength + inputPlace * channels;
        const weight = tap * channels * outputs;
        addOuterProduct(dFilter, weight, source, from, length * channels, dy, to, outputs);
        if (inputGradient) addInputGradient(dx, from, length * channels, dy, to, outputs, filter, weight);
      }
    });
    return { dx: inputGradient ? dx : null, dFilter };
  };
  return { y, backward };
}

// What follows is nearly all that the reference does: functions of their own, so that the compiler keeps all in registers.

/** Adds a row of inputs times its rows of the filter to one place of the output. */
function addProducts(
  values: Float64Array,
  to: number,
  outputs: number,
  source: Float64Array,
  from: number,
  inputs: number,
  filter: Float64Array,
  weight: number,
): void {
  for (let o = 0; o < outputs; o++) {
    let sum = values[to + o]!;
    for (let offset = 0; offset < inputs; offset++) {
      sum += source[from + offset]! * filter[weight + offset * outputs + o]!;
    }
    values[to + o] = sum;
  }
}

/** Adds each input times each slope to the gradient of the filter. */
function addOuterProduct(
  dFilter: Float64Array,
  weight: number,
  source: Float64Array,
  from: number,
  inputs: number,
  dy: Float64Array,
  to: number,
  outputs: number,
): void {
  let at = weight;
  for (let offset = 0; offset < inputs; offset++) {
    const value = source[from + offset]!;
    for (let o = 0; o < outputs; o++) dFilter[at++]! += value * dy[to + o]!;
  }
}

/** Adds the slopes times the filter to the gradient of a row of inputs. */
function addInputGradient(
  dx: Float64Array,
  from: number,
  inputs: number,
  dy: Float64Array,
  to: number,
  outputs: number,
  filter: Float64Array,
  weight: number,
): void {
  let at = weight;
  for (let offset = 0; offset < inputs; offset++) {
    let sum = 0;
    for (let o = 0; o < outputs; o++) sum += dy[to + o]! * filter[at++]!;
    dx[from + offset]! += sum;
  }
}

export interface NormParameters {
  readonly gamma: Float64Array;
  readonly beta: Float64Array;
  readonly runningMean: Float64Array;
  readonly runningVariance: Float64Array;
}

const EPSILON = 1e-5;
/** Weight of the newest batch in the running statistics. */
const MOMENTUM = 0.1;

/** PyTorch's batch-norm: biased variance for the output, unbiased for the running one, which training updates. */
export function batchNorm(x: Volume, parameters: NormParameters, training: boolean) {
  const { gamma, beta, runningMean, runningVariance } = parameters;
  const channels = gamma.length;
  const size = x.values.length / channels;
  const mean = training ? perChannel(channels, x.values, (value) => value / size) : runningMean.slice();
  const variance = training
    ? perChannel(channels, x.values, (value, channel) => (value - mean[channel]!) ** 2 / size)
    : runningVariance.slice();
  if (training) {
    for (let channel = 0; channel < channels; channel++) {
      const unbiased = (variance[channel]! * size) / (size - 1);
      runningMean[channel] = (1 - MOMENTUM) * runningMean[channel]! + MOMENTUM * mean[channel]!;
      runningVariance[channel] = (1 - MOMENTUM) * runningVariance[channel]! + MOMENTUM * unbiased;
    }
  }
  const inverse = variance.map((value) => 1 / Math.sqrt(value + EPSILON));
  const normalised = x.values.map((value, place) => {
    const channel = place % channels;
    return (value - mean[channel]!) * inverse[channel]!;
  });
  const values = normalised.map((value, place) => value * gamma[place % channels]! + beta[place % channels]!);
  const backward = (dy: Float64Array) => {
    const dBeta = perChannel(channels, dy, (slope) => slope);
    const dGamma = perChannel(channels, dy, (slope, _, place) => slope * normalised[place]!);
    const dx = dy.map((slope, place) => {
      const channel = place % channels;
      // The running statistics do not follow the batch.
      if (!training) return gamma[channel]! * inverse[channel]! * slope;
      const through = slope - dBeta[channel]! / size - (normalised[place]! * dGamma[channel]!) / size;
      return gamma[channel]! * inverse[channel]! * through;
    });
    return { dx, dGamma, dBeta };
  };
  return { y: { shape: x.shape, values } as Volume, backward };
}

/** Sums a term over all places, by channel. */
function perChannel(
  channels: number,
  values: Float64Array,
  term: (value: number, channel: number, place: number) => number,
): Float64Array {
  const sums = new Float64Array(channels);
  values.forEach((value, place) => {
    sums[place % channels]! += term(value, place % channels, place);
  });
  return sums;
}

/**
 * A layer with kinks: places where an input a rounding error away would have another gradient. Each place has a side
 * on which it lies and a margin to the kink; `backward` may be asked for the gradient on the other side of some.
 */
export interface Kinks {
  /** What decides the gradient: whether a unit is active, or which input won. */
  readonly sides: ArrayLike<number>;
  /** How far the place is from its kink; signed for units, by how much the winner won for pools. */
  readonly margins: Float64Array;
}

const NO_PLACES: ReadonlySet<number> = new Set();

/** Padding never wins; the first of equals does. The kink of a place lies where its runner-up would win. */
export function maxPool(x: Volume, window: Window) {
  const [count, , , , channels] = x.shape;
  const [input, output] = [spatial(x), outputOf(spatial(x), window)];
  const [inputLength, outputLength] = [volumeOf(input) * channels, volumeOf(output) * channels];
  const values = new Float64Array(count * outputLength).fill(Number.NEGATIVE_INFINITY);
  const seconds = values.slice();
  const winners = new Int32Array(values.length);
  const runnersUp = new Int32Array(values.length);
  forEachRow(input, output, window, (outputPlace, inputPlace, _, length) => {
    for (let image = 0; image < count; image++) {
      for (let offset = 0; offset < length * channels; offset++) {
        const to = image * outputLength + outputPlace * channels + (offset % channels);
        const from = image * inputLength + inputPlace * channels + offset;
        const value = x.values[from]!;
        if (value > values[to]!) {
          seconds[to] = values[to]!;
          runnersUp[to] = winners[to]!;
          values[to] = value;
          winners[to] = from;
        } else if (value > seconds[to]!) {
          seconds[to] = value;
          runnersUp[to] = from;
        }
      }
    }
  });
  const backward = (dy: Float64Array, otherSide: ReadonlySet<number> = NO_PLACES) => {
    const dx = new Float64Array(x.values.length);
    dy.forEach((slope, place) => {
      dx[(otherSide.has(place) ? runnersUp : winners)[place]!]! += slope;
    });
    return dx;
  };
  const margins = values.map((value, place) => value - seconds[place]!);
  const kinks: Kinks = { sides: winners, margins };
  return { y: { shape: [count, ...output, channels], values } as Volume, backward, kinks };
}

export function relu(x: Volume) {
  const sides = new Uint8Array(x.values.length);
  for (let place = 0; place < sides.length; place++) sides[place] = x.values[place]! > 0 ? 1 : 0;
  const kinks: Kinks = { sides, margins: x.values };
  return {
    y: { shape: x.shape, values: x.values.map((value) => Math.max(value, 0)) } as Volume,
    backward: (dy: Float64Array, otherSide: ReadonlySet<number> = NO_PLACES) =>
      dy.map((slope, place) => ((sides[place] === 1) !== otherSide.has(place) ? slope : 0)),
    kinks,
  };
}

export function add(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, place) => value + right[place]!);
}
