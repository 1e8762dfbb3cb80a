import type { ModelShape } from '../../../lab/model-shape.ts';
import {
  add,
  batchNorm,
  convolve,
  type Kinks,
  maxPool,
  relu,
  type Triple,
  type Volume,
  type Window,
} from './layers.ts';

/** Values by PyTorch name, kernels in the layout [k.., in, out]. */
export type State = Map<string, Float64Array>;

/** Places to be taken on the other side of their kink, by number of the layer with kinks. */
export type OtherSides = ReadonlyMap<number, ReadonlySet<number>>;

/** Adds the gradients of a layer to the others, and passes the gradient of its input on. */
type Backward = (dy: Float64Array, otherSides: OtherSides) => Float64Array;

/** One forward pass and the way back. */
export interface Pass {
  /** [N, outputs] */
  readonly logits: Float64Array;
  /** Of the layers that have kinks, in order of the forward pass. */
  readonly kinks: readonly Kinks[];
  /** Gradients of all parameters from those of the logits. */
  backward(dLogits: Float64Array, otherSides?: OtherSides): State;
  /** The maps that leave a stage (1 to 4), and the gradient there from that of the logits. */
  atStage(stage: number, dLogits: Float64Array): { readonly maps: Volume; readonly gradient: Float64Array };
}

/** Changes the result of a convolution (forward, or one of its gradients) in place, as rounding would. */
export type Perturbation = (values: Float64Array) => void;

/** ResNet-18 in float64; see {@link ../../model/resnet18.ts} for what it is. */
export class ReferenceResNet18 {
  private readonly shape: ModelShape;
  readonly parameters: State;
  readonly statistics: State;
  private readonly perturb: Perturbation;

  /** @param parameters taken over, not copied; @param statistics likewise */
  constructor(shape: ModelShape, parameters: State, statistics: State, perturb: Perturbation = () => {}) {
    this.shape = shape;
    this.parameters = parameters;
    this.statistics = statistics;
    this.perturb = perturb;
  }

  /** @param images [N, (D,) H, W, C], cubic */
  forward(images: Float64Array, count: number, training: boolean): Pass {
    const { dims, channels, stem, width } = this.shape;
    const edge = Math.round((images.length / (count * channels)) ** (1 / dims));
    const gradients: State = new Map();
    const kinks: Kinks[] = [];
    const way: Backward[] = [];
    const then = ({ y, backward }: { y: Volume; backward: Backward }) => {
      way.push(backward);
      return y;
    };
    const convolution = (x: Volume, name: string, norm: string, size: number, stride: number) => {
      const { y, backward } = this.convolutionAndNorm(x, name, norm, this.window(size, stride), training);
      return { y, backward: (dy: Float64Array) => backward(dy, gradients) };
    };
    const kinked = (layer: ReturnType<typeof relu>) => {
      const number = kinks.push(layer.kinks) - 1;
      const backward: Backward = (dy, otherSides) => layer.backward(dy, otherSides.get(number));
      return { y: layer.y, backward };
    };

    const imagenet = stem === 'imagenet';
    let x: Volume = { shape: [count, dims === 3 ? edge : 1, edge, edge, channels], values: images };
    x = then(convolution(x, 'conv1', 'bn1', imagenet ? 7 : 3, imagenet ? 2 : 1));
    x = then(kinked(relu(x)));
    if (imagenet) x = then(kinked(maxPool(x, this.window(3, 2))));
    const ends: { readonly maps: Volume; readonly steps: number }[] = [];
    for (let stage = 0; stage < 4; stage++) {
      for (let place = 0; place < 2; place++) {
        const name = `layer${stage + 1}.${place}`;
        const stride = stage > 0 && place === 0 ? 2 : 1;
        const first = convolution(x, `${name}.conv1`, `${name}.bn1`, 3, stride);
        const inner = kinked(relu(first.y));
        const second = convolution(inner.y, `${name}.conv2`, `${name}.bn2`, 3, 1);
        const shortcut = this.parameters.has(`${name}.downsample.0.weight`)
          ? convolution(x, `${name}.downsample.0`, `${name}.downsample.1`, 1, stride)
          : { y: x, backward: (dy: Float64Array) => dy };
        const sum: Volume = { shape: second.y.shape, values: add(second.y.values, shortcut.y.values) };
        const last = kinked(relu(sum));
        x = then({
          y: last.y,
          backward: (dy, otherSides) => {
            const d = last.backward(dy, otherSides);
            const dInner = inner.backward(second.backward(d), otherSides);
            return add(first.backward(dInner), shortcut.backward(d));
          },
        });
      }
      ends.push({ maps: x, steps: way.length });
    }
    const features = 8 * width;
    const positions = x.values.length / (count * features);
    const pooledPlace = (place: number) =>
      Math.floor(place / (positions * features)) * features + (place % features);
    const pooled = new Float64Array(count * features);
    x.values.forEach((value, place) => {
      pooled[pooledPlace(place)]! += value / positions;
    });
    const { logits, backward } = this.linear(pooled, count);
    const gradientBefore = (steps: number, dLogits: Float64Array, otherSides: OtherSides) => {
      const dPooled = backward(dLogits, gradients);
      let d: Float64Array = x.values.map((_, place) => dPooled[pooledPlace(place)]! / positions);
      for (const step of way.slice(steps).reverse()) d = step(d, otherSides);
      return d;
    };
    return {
      logits,
      kinks,
      backward: (dLogits, otherSides = new Map()) => {
        gradientBefore(0, dLogits, otherSides);
        return new Map(gradients);
      },
      atStage: (stage, dLogits) => {
        const { maps, steps } = ends[stage - 1]!;
        return { maps, gradient: gradientBefore(steps, dLogits, new Map()) };
      },
    };
  }

  private convolutionAndNorm(x: Volume, name: string, norm: string, window: Window, training: boolean) {
    const isStem = name === 'conv1';
    const convolved = convolve(x, this.parameters.get(`${name}.weight`)!, window, !isStem);
    this.perturb(convolved.y.values);
    const normed = batchNorm(
      convolved.y,
      {
        gamma: this.parameters.get(`${norm}.weight`)!,
        beta: this.parameters.get(`${norm}.bias`)!,
        runningMean: this.statistics.get(`${norm}.running_mean`)!,
        runningVariance: this.statistics.get(`${norm}.running_var`)!,
      },
      training,
    );
    return {
      y: normed.y,
      backward: (dy: Float64Array, gradients: State): Float64Array => {
        const { dx: dConvolved, dGamma, dBeta } = normed.backward(dy);
        const { dx, dFilter } = convolved.backward(dConvolved);
        this.perturb(dFilter);
        if (dx) this.perturb(dx);
        gradients.set(`${norm}.weight`, dGamma);
        gradients.set(`${norm}.bias`, dBeta);
        gradients.set(`${name}.weight`, dFilter);
        // Nothing lies before the stem.
        return dx ?? new Float64Array(0);
      },
    };
  }

  private linear(pooled: Float64Array, count: number) {
    const { outputs } = this.shape;
    const [weight, bias] = [this.parameters.get('fc.weight')!, this.parameters.get('fc.bias')!];
    const features = weight.length / outputs;
    const logits = new Float64Array(count * outputs);
    logits.forEach((_, place) => {
      const [image, output] = [Math.floor(place / outputs), place % outputs];
      let sum = bias[output]!;
      for (let f = 0; f < features; f++) sum += pooled[image * features + f]! * weight[f * outputs + output]!;
      logits[place] = sum;
    });
    const backward = (dLogits: Float64Array, gradients: State): Float64Array => {
      const [dWeight, dBias] = [new Float64Array(weight.length), new Float64Array(outputs)];
      const dPooled = new Float64Array(pooled.length);
      dLogits.forEach((slope, place) => {
        const [image, output] = [Math.floor(place / outputs), place % outputs];
        dBias[output]! += slope;
        for (let f = 0; f < features; f++) {
          dWeight[f * outputs + output]! += slope * pooled[image * features + f]!;
          dPooled[image * features + f]! += slope * weight[f * outputs + output]!;
        }
      });
      gradients.set('fc.weight', dWeight);
      gradients.set('fc.bias', dBias);
      return dPooled;
    };
    return { logits, backward };
  }

  /** A window of the odd edge `size`, centred; along the depth of an image it is one pixel. */
  private window(size: number, stride: number): Window {
    const pad = (size - 1) / 2;
    const triple = (alongDepth: number, value: number): Triple => [
      this.shape.dims === 3 ? value : alongDepth,
      value,
      value,
    ];
    return { size: triple(1, size), stride: triple(1, stride), pad: triple(0, pad) };
  }
}
