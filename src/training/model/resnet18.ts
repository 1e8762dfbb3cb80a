import * as tf from '@tensorflow/tfjs-core';
import { type BatchNormParameters, batchNormInference, batchNormTraining } from '../../kernels/batch-norm.ts';
import { convolve } from '../../kernels/convolution.ts';
import { globalAveragePool } from '../../kernels/global-average-pool.ts';
import { maxPool } from '../../kernels/max-pool.ts';
import { integerPower } from '../../lab/exact-math.ts';
import type { ModelShape } from '../../lab/model-shape.ts';
import { createRandom, type Random, STREAM } from '../../lab/random.ts';

/** Stages of the net, and residual blocks of a stage. */
export const STAGES = 4;
const BLOCKS = 2;

/** A residual block: two 3^d convolutions, and a 1^d one in the shortcut where the shape changes. */
interface Block {
  readonly name: string;
  readonly stride: number;
  readonly projected: boolean;
}

/**
 * ResNet-18 (He et al. 2016) in 2D and 3D, with PyTorch's parameter names (state_dict), padding, batch-norm and
 * initialisation; kernels in TF's layout [k.., in, out], the linear weight as [features, outputs].
 *
 * All tensors are variables owned by the model; `dispose` frees them.
 */
export class ResNet18 {
  readonly shape: ModelShape;
  /** Trainable weights by PyTorch name, in order of the forward pass. */
  readonly parameters = new Map<string, tf.Variable>();
  /** Running statistics of the batch-norms: `<name>.running_mean` and `<name>.running_var`. */
  readonly statistics = new Map<string, tf.Variable>();
  private readonly blocks: Block[] = [];

  /**
   * @param seed decides the initial weights: conv N(0, 2 / fan_out), linear U(±1/√fan_in), batch-norm 1 and 0; null: they
   *   are 0, and come from a checkpoint
   */
  constructor(shape: ModelShape, seed: number | null) {
    this.shape = shape;
    const random = seed === null ? ZEROS : createRandom(seed, STREAM.weights);
    const { dims, stem, width, channels, outputs } = shape;
    const addConvolution = (name: string, output: number, input: number, edge: number) => {
      const taps = integerPower(edge, dims);
      const deviation = Math.sqrt(2 / (output * taps));
      const kernelShape = [...new Array<number>(dims).fill(edge), input, output];
      const values = Float32Array.from({ length: output * input * taps }, () => deviation * random.normal());
      this.parameters.set(`${name}.weight`, variable(values, kernelShape));
    };
    const addBatchNorm = (name: string, size: number) => {
      this.parameters.set(`${name}.weight`, variable(new Float32Array(size).fill(1), [size]));
      this.parameters.set(`${name}.bias`, variable(new Float32Array(size), [size]));
      this.statistics.set(`${name}.running_mean`, variable(new Float32Array(size), [size]));
      this.statistics.set(`${name}.running_var`, variable(new Float32Array(size).fill(1), [size]));
    };

    addConvolution('conv1', width, channels, stem === 'imagenet' ? 7 : 3);
    addBatchNorm('bn1', width);
    let input = width;
    for (let stage = 0; stage < STAGES; stage++) {
      const output = width * integerPower(2, stage);
      for (let place = 0; place < BLOCKS; place++) {
        const name = `layer${stage + 1}.${place}`;
        const stride = stage > 0 && place === 0 ? 2 : 1;
        const projected = stride !== 1 || input !== output;
        addConvolution(`${name}.conv1`, output, input, 3);
        addBatchNorm(`${name}.bn1`, output);
        addConvolution(`${name}.conv2`, output, output, 3);
        addBatchNorm(`${name}.bn2`, output);
        if (projected) {
          addConvolution(`${name}.downsample.0`, output, input, 1);
          addBatchNorm(`${name}.downsample.1`, output);
        }
        this.blocks.push({ name, stride, projected });
        input = output;
      }
    }
    const bound = 1 / Math.sqrt(input);
    const uniform = (length: number) =>
      Float32Array.from({ length }, () => bound * (2 * random.uniform() - 1));
    this.parameters.set('fc.weight', variable(uniform(input * outputs), [input, outputs]));
    this.parameters.set('fc.bias', variable(uniform(outputs), [outputs]));
  }

  /** Number of trainable weights. */
  get size(): number {
    return [...this.parameters.values()].reduce((sum, parameter) => sum + parameter.size, 0);
  }

  /**
   * @param x [N, (D,) H, W, channels]
   * @param training normalise by the batch and update the running statistics; else use the running statistics
   * @returns logits [N, outputs]
   */
  forward(x: tf.Tensor, training: boolean): tf.Tensor2D {
    return this.classify(this.stages(this.enter(x, training), 0, STAGES, training));
  }

  /**
   * The maps that leave a stage, under the running statistics.
   *
   * @param x as in {@link forward}
   * @param stage 1 to 4
   * @returns [N, (d,) h, w, width · 2^(stage − 1)]
   */
  maps(x: tf.Tensor, stage: number): tf.Tensor {
    return this.stages(this.enter(x, false), 0, stage, false);
  }

  /** Logits [N, outputs] from the {@link maps} that left a stage, under the running statistics. */
  logitsOfMaps(maps: tf.Tensor, stage: number): tf.Tensor2D {
    return this.classify(this.stages(maps, stage, STAGES, false));
  }

  /** What the linear layer sees: the last maps, each by its mean; [N, 8 · width], under the running statistics. */
  features(x: tf.Tensor): tf.Tensor2D {
    return globalAveragePool(this.maps(x, STAGES)) as tf.Tensor2D;
  }

  /** Logits [N, outputs] from {@link features}. */
  logitsOfFeatures(features: tf.Tensor2D): tf.Tensor2D {
    return tf.add(tf.matMul(features, this.parameter('fc.weight') as tf.Tensor2D), this.parameter('fc.bias'));
  }

  dispose(): void {
    for (const tensor of [...this.parameters.values(), ...this.statistics.values()]) tensor.dispose();
  }

  private enter(x: tf.Tensor, training: boolean): tf.Tensor {
    const imagenet = this.shape.stem === 'imagenet';
    const normalise = training ? batchNormTraining : batchNormInference;
    const hidden = normalise(...this.convolved(x, 'conv1', 'bn1', imagenet ? 2 : 1, imagenet ? 3 : 1), {
      relu: true,
    });
    return imagenet ? maxPool(hidden, 3, { stride: 2, pad: 1 }) : hidden;
  }

  /** The blocks after stage `from`, up to stage `to`. */
  private stages(entered: tf.Tensor, from: number, to: number, training: boolean): tf.Tensor {
    const normalise = training ? batchNormTraining : batchNormInference;
    let hidden = entered;
    for (const { name, stride, projected } of this.blocks.slice(from * BLOCKS, to * BLOCKS)) {
      const shortcut = projected
        ? normalise(...this.convolved(hidden, `${name}.downsample.0`, `${name}.downsample.1`, stride, 0), {
            relu: false,
          })
        : hidden;
      const inner = normalise(...this.convolved(hidden, `${name}.conv1`, `${name}.bn1`, stride, 1), {
        relu: true,
      });
      hidden = normalise(...this.convolved(inner, `${name}.conv2`, `${name}.bn2`, 1, 1), {
        residual: shortcut,
        relu: true,
      });
    }
    return hidden;
  }

  private classify(hidden: tf.Tensor): tf.Tensor2D {
    return this.logitsOfFeatures(globalAveragePool(hidden) as tf.Tensor2D);
  }

  /** A convolution, with the norm that goes over it. */
  private convolved(x: tf.Tensor, convolution: string, norm: string, stride: number, pad: number) {
    return [
      convolve(x, this.parameter(`${convolution}.weight`), { stride, pad }),
      this.batchNorm(norm),
    ] as const;
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

/** In the place of the draws of weights that come from elsewhere. */
const ZEROS: Pick<Random, 'normal' | 'uniform'> = { normal: () => 0, uniform: () => 0 };

function variable(values: Float32Array, shape: number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, shape, 'float32')));
}
