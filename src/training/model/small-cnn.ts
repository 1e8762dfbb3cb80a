import type * as tf from '@tensorflow/tfjs-core';
import { globalAveragePool } from '../../kernels/global-average-pool.ts';
import { integerPower } from '../../lab/exact-math.ts';
import type { ModelShape } from '../../lab/model-shape.ts';
import { SMALL_CNN_LAYERS } from '../../lab/models/small-cnn.ts';
import { Network } from './network.ts';

/**
 * Three 3^d convolutions of stride 2 in the place of pooling (Springenberg et al. 2015), each with batch-norm and ReLU and
 * with twice the channels of the one before; the mean of each of the last maps, and a linear layer.
 */
export class SmallCnn extends Network {
  constructor(shape: ModelShape, seed: number | null) {
    super(shape, seed);
    let input = shape.channels;
    for (let place = 0; place < SMALL_CNN_LAYERS; place++) {
      const output = shape.width * integerPower(2, place);
      this.part = place;
      this.addConvolution(`conv${place + 1}`, output, input, 3);
      this.addBatchNorm(`bn${place + 1}`, output);
      input = output;
    }
    this.addLinear(input);
  }

  override forward(x: tf.Tensor, training: boolean): tf.Tensor2D {
    return this.trainedOutput(this.frozenOutput(x), training);
  }

  override frozenOutput(x: tf.Tensor): tf.Tensor {
    return this.frozen === SMALL_CNN_LAYERS ? this.features(x) : this.layers(x, 0, this.frozen, false);
  }

  override trainedOutput(x: tf.Tensor, training: boolean): tf.Tensor2D {
    if (this.frozen === SMALL_CNN_LAYERS) return this.logitsOfFeatures(x as tf.Tensor2D);
    return this.classify(this.layers(x, this.frozen, SMALL_CNN_LAYERS, training));
  }

  /** A stage is a convolution, 1 to 3; the last axis is width · 2^(stage − 1). */
  override maps(x: tf.Tensor, stage: number): tf.Tensor {
    return this.layers(x, 0, stage, false);
  }

  override logitsOfMaps(maps: tf.Tensor, stage: number): tf.Tensor2D {
    return this.classify(this.layers(maps, stage, SMALL_CNN_LAYERS, false));
  }

  /** The last maps, each by its mean; [N, 4 · width]. */
  override features(x: tf.Tensor): tf.Tensor2D {
    return globalAveragePool(this.maps(x, SMALL_CNN_LAYERS)) as tf.Tensor2D;
  }

  private layers(entered: tf.Tensor, from: number, to: number, training: boolean): tf.Tensor {
    let hidden = entered;
    for (let place = from + 1; place <= to; place++) {
      const layer = { convolution: `conv${place}`, norm: `bn${place}`, stride: 2, pad: 1 };
      hidden = this.normalised(hidden, layer, { relu: true }, training);
    }
    return hidden;
  }

  private classify(hidden: tf.Tensor): tf.Tensor2D {
    return this.logitsOfFeatures(globalAveragePool(hidden) as tf.Tensor2D);
  }
}
