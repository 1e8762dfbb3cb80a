import * as tf from '@tensorflow/tfjs-core';
import { type BatchNormParameters, batchNormInference, batchNormTraining } from '../../kernels/batch-norm.ts';
import { convolve } from '../../kernels/convolution.ts';
import { integerPower } from '../../lab/exact-math.ts';
import type { ModelShape } from '../../lab/model-shape.ts';
import { createRandom, type Random, STREAM } from '../../lab/random.ts';

/**
 * A network with PyTorch's parameter names (state_dict), padding, batch-norm and initialisation; kernels in TF's layout
 * [k.., in, out], the linear weight as [features, outputs].
 *
 * All tensors are variables owned by the network; `dispose` frees them.
 */
export abstract class Network {
  readonly shape: ModelShape;
  /** Trainable weights by PyTorch name, in order of the forward pass. */
  readonly parameters = new Map<string, tf.Variable>();
  /** Running statistics of the batch-norms: `<name>.running_mean` and `<name>.running_var`. */
  readonly statistics = new Map<string, tf.Variable>();
  /**
   * Leading parts (the stem, then the stages) that are left as they are: they are not trained, and see every image under their
   * running statistics, which stay still. All of them: the head alone is trained.
   */
  frozen = 0;
  /** Which part what is added belongs to. */
  protected part = 0;
  private readonly partOf = new Map<string, number>();
  private readonly random: Pick<Random, 'normal' | 'uniform'>;

  /**
   * @param seed decides the initial weights: conv N(0, 2 / fan_out), linear U(±1/√fan_in), batch-norm 1 and 0; null: they
   *   are 0, and come from a checkpoint
   */
  constructor(shape: ModelShape, seed: number | null) {
    this.shape = shape;
    this.random = seed === null ? ZEROS : createRandom(seed, STREAM.weights);
  }

  /** Number of trainable weights. */
  get size(): number {
    return [...this.parameters.values()].reduce((sum, parameter) => sum + parameter.size, 0);
  }

  /** What is trained: the weights of the parts that are not frozen, in order of the forward pass. */
  get trained(): readonly tf.Variable[] {
    return [...this.parameters].flatMap(([name, parameter]) =>
      this.partOf.get(name)! >= this.frozen ? [parameter] : [],
    );
  }

  /** What leaves the frozen parts: the images themselves where none is, {@link features} where all are. */
  frozenOutput(x: tf.Tensor): tf.Tensor {
    return x;
  }

  /** Logits [N, outputs] from {@link frozenOutput}. */
  trainedOutput(x: tf.Tensor, training: boolean): tf.Tensor2D {
    return this.forward(x, training);
  }

  /**
   * @param x [N, (D,) H, W, channels]
   * @param training normalise by the batch and update the running statistics, but for the frozen parts; else use the running statistics
   * @returns logits [N, outputs]
   */
  abstract forward(x: tf.Tensor, training: boolean): tf.Tensor2D;

  /**
   * The maps that leave a stage, under the running statistics.
   *
   * @param x as in {@link forward}
   * @param stage 1 to the stages of its model
   * @returns [N, (d,) h, w, channels of the stage]
   */
  abstract maps(x: tf.Tensor, stage: number): tf.Tensor;

  /** Logits [N, outputs] from the {@link maps} that left a stage, under the running statistics. */
  abstract logitsOfMaps(maps: tf.Tensor, stage: number): tf.Tensor2D;

  /** What the linear layer sees, [N, features], under the running statistics. */
  abstract features(x: tf.Tensor): tf.Tensor2D;

  /** Logits [N, outputs] from {@link features}. */
  logitsOfFeatures(features: tf.Tensor2D): tf.Tensor2D {
    return tf.add(tf.matMul(features, this.parameter('fc.weight') as tf.Tensor2D), this.parameter('fc.bias'));
  }

  dispose(): void {
    for (const tensor of [...this.parameters.values(), ...this.statistics.values()]) tensor.dispose();
  }

  protected addConvolution(name: string, output: number, input: number, edge: number): void {
    const { dims } = this.shape;
    const taps = integerPower(edge, dims);
    const deviation = Math.sqrt(2 / (output * taps));
    const kernelShape = [...new Array<number>(dims).fill(edge), input, output];
    const values = Float32Array.from(
      { length: output * input * taps },
      () => deviation * this.random.normal(),
    );
    this.add(`${name}.weight`, variable(values, kernelShape));
  }

  protected addBatchNorm(name: string, size: number): void {
    this.add(`${name}.weight`, variable(new Float32Array(size).fill(1), [size]));
    this.add(`${name}.bias`, variable(new Float32Array(size), [size]));
    this.statistics.set(`${name}.running_mean`, variable(new Float32Array(size), [size]));
    this.statistics.set(`${name}.running_var`, variable(new Float32Array(size).fill(1), [size]));
  }

  /** The linear layer `fc` at the end. */
  protected addLinear(features: number): void {
    const { outputs } = this.shape;
    const bound = 1 / Math.sqrt(features);
    const uniform = (length: number) =>
      Float32Array.from({ length }, () => bound * (2 * this.random.uniform() - 1));
    this.part = HEAD;
    this.add('fc.weight', variable(uniform(features * outputs), [features, outputs]));
    this.add('fc.bias', variable(uniform(outputs), [outputs]));
  }

  private add(name: string, parameter: tf.Variable): void {
    this.parameters.set(name, parameter);
    this.partOf.set(name, this.part);
  }

  /** A convolution and the norm that goes over it, with what follows. */
  protected normalised(
    x: tf.Tensor,
    { convolution, norm, stride, pad }: { convolution: string; norm: string; stride: number; pad: number },
    after: { readonly relu: boolean; readonly residual?: tf.Tensor },
    training: boolean,
  ): tf.Tensor {
    const normalise = training ? batchNormTraining : batchNormInference;
    const convolved = convolve(x, this.parameter(`${convolution}.weight`), { stride, pad });
    return normalise(convolved, this.batchNorm(norm), after);
  }

  private parameter(name: string): tf.Variable {
    const found = this.parameters.get(name);
    if (!found) throw new Error(`The model has no parameter ${name}.`);
    return found;
  }

  private batchNorm(name: string): BatchNormParameters {
    return {
      gamma: this.parameter(`${name}.weight`),
      beta: this.parameter(`${name}.bias`),
      runningMean: this.statistics.get(`${name}.running_mean`)!,
      runningVariance: this.statistics.get(`${name}.running_var`)!,
    };
  }
}

/** The head is part of nothing that can be frozen. */
const HEAD = Number.POSITIVE_INFINITY;

/** In the place of the draws of weights that come from elsewhere. */
const ZEROS: Pick<Random, 'normal' | 'uniform'> = { normal: () => 0, uniform: () => 0 };

function variable(values: Float32Array, shape: number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, shape, 'float32')));
}
