import type * as tf from '@tensorflow/tfjs-core';
import { globalAveragePool } from '../../kernels/global-average-pool.ts';
import { maxPool } from '../../kernels/max-pool.ts';
import { integerPower } from '../../lab/exact-math.ts';
import type { ModelShape } from '../../lab/model-shape.ts';
import { Network } from './network.ts';

/** Stages of the net, and residual blocks of a stage. */
export const STAGES = 4;
const BLOCKS = 2;

/** A residual block: two 3^d convolutions, and a 1^d one in the shortcut where the shape changes. */
interface Block {
  readonly name: string;
  readonly stride: number;
  readonly projected: boolean;
}

/** ResNet-18 (He et al. 2016) in 2D and 3D. */
export class ResNet18 extends Network {
  private readonly blocks: Block[] = [];

  constructor(shape: ModelShape, seed: number | null) {
    super(shape, seed);
    const { stem, width, channels } = shape;
    this.addConvolution('conv1', width, channels, stem === 'imagenet' ? 7 : 3);
    this.addBatchNorm('bn1', width);
    let input = width;
    for (let stage = 0; stage < STAGES; stage++) {
      const output = width * integerPower(2, stage);
      this.part = stage + 1;
      for (let place = 0; place < BLOCKS; place++) {
        const name = `layer${stage + 1}.${place}`;
        const stride = stage > 0 && place === 0 ? 2 : 1;
        const projected = stride !== 1 || input !== output;
        this.addConvolution(`${name}.conv1`, output, input, 3);
        this.addBatchNorm(`${name}.bn1`, output);
        this.addConvolution(`${name}.conv2`, output, output, 3);
        this.addBatchNorm(`${name}.bn2`, output);
        if (projected) {
          this.addConvolution(`${name}.downsample.0`, output, input, 1);
          this.addBatchNorm(`${name}.downsample.1`, output);
        }
        this.blocks.push({ name, stride, projected });
        input = output;
      }
    }
    this.addLinear(input);
  }

  override forward(x: tf.Tensor, training: boolean): tf.Tensor2D {
    return this.trainedOutput(this.frozenOutput(x), training);
  }

  override frozenOutput(x: tf.Tensor): tf.Tensor {
    if (this.frozen === 0) return x;
    // The stem is the first part.
    return this.frozen > STAGES
      ? this.features(x)
      : this.stages(this.enter(x, false), 0, this.frozen - 1, false);
  }

  override trainedOutput(x: tf.Tensor, training: boolean): tf.Tensor2D {
    if (this.frozen > STAGES) return this.logitsOfFeatures(x as tf.Tensor2D);
    const entered = this.frozen === 0 ? this.enter(x, training) : x;
    return this.classify(this.stages(entered, Math.max(0, this.frozen - 1), STAGES, training));
  }

  /** Of stages 1 to 4; the last axis is width · 2^(stage − 1). */
  override maps(x: tf.Tensor, stage: number): tf.Tensor {
    return this.stages(this.enter(x, false), 0, stage, false);
  }

  override logitsOfMaps(maps: tf.Tensor, stage: number): tf.Tensor2D {
    return this.classify(this.stages(maps, stage, STAGES, false));
  }

  /** The last maps, each by its mean; [N, 8 · width]. */
  override features(x: tf.Tensor): tf.Tensor2D {
    return globalAveragePool(this.maps(x, STAGES)) as tf.Tensor2D;
  }

  private enter(x: tf.Tensor, training: boolean): tf.Tensor {
    const imagenet = this.shape.stem === 'imagenet';
    const layer = { convolution: 'conv1', norm: 'bn1', stride: imagenet ? 2 : 1, pad: imagenet ? 3 : 1 };
    const hidden = this.normalised(x, layer, { relu: true }, training);
    return imagenet ? maxPool(hidden, 3, { stride: 2, pad: 1 }) : hidden;
  }

  /** The blocks after stage `from`, up to stage `to`. */
  private stages(entered: tf.Tensor, from: number, to: number, training: boolean): tf.Tensor {
    let hidden = entered;
    for (const { name, stride, projected } of this.blocks.slice(from * BLOCKS, to * BLOCKS)) {
      const layer = (convolution: string, norm: string, step: number, pad: number) => ({
        ...{ convolution: `${name}.${convolution}`, norm: `${name}.${norm}` },
        ...{ stride: step, pad },
      });
      const shortcut = projected
        ? this.normalised(hidden, layer('downsample.0', 'downsample.1', stride, 0), { relu: false }, training)
        : hidden;
      const inner = this.normalised(hidden, layer('conv1', 'bn1', stride, 1), { relu: true }, training);
      hidden = this.normalised(
        inner,
        layer('conv2', 'bn2', 1, 1),
        { residual: shortcut, relu: true },
        training,
      );
    }
    return hidden;
  }

  private classify(hidden: tf.Tensor): tf.Tensor2D {
    return this.logitsOfFeatures(globalAveragePool(hidden) as tf.Tensor2D);
  }
}
