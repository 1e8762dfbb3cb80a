import * as tf from '@tensorflow/tfjs-core';
import { integerPower } from '../../lab/exact-math.ts';
import { LabError } from '../../lab/lab-error.ts';
import type { ModelShape } from '../../lab/model-shape.ts';
import { Network } from './network.ts';

/** A linear model on the pixels: one weight for each value of an image and each output. */
export class Linear extends Network {
  /** @param edge length of the image along every axis, in pixels */
  constructor(shape: ModelShape, seed: number | null, edge: number) {
    super(shape, seed);
    this.addLinear(integerPower(edge, shape.dims) * shape.channels);
  }

  override forward(x: tf.Tensor): tf.Tensor2D {
    return this.logitsOfFeatures(this.features(x));
  }

  /** @throws LabError `bad-recipe`: it has no stages */
  override maps(): tf.Tensor {
    throw noMaps();
  }

  /** @throws LabError `bad-recipe`: it has no stages */
  override logitsOfMaps(): tf.Tensor2D {
    throw noMaps();
  }

  /** The pixels themselves. */
  override features(x: tf.Tensor): tf.Tensor2D {
    return tf.reshape(x, [x.shape[0]!, -1]);
  }
}

function noMaps(): LabError {
  return new LabError(
    'bad-recipe',
    'A linear model looks at each pixel by itself: it has no maps that could say where it looks.',
    'Its scores are kept. Choose a run of a network with convolutions.',
  );
}
