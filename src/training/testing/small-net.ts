import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import type { ModelShape } from '../../lab/model-shape.ts';
import { createRandom, STREAM } from '../../lab/random.ts';

/**
 * Stands in for ResNet18 where hundreds of runs are compared and only the loop around the network matters: one hidden
 * layer over the pixels, with weights from the same stream of the seed.
 */
export class SmallNet {
  readonly shape: ModelShape;
  readonly parameters = new Map<string, tf.Variable>();
  readonly statistics = new Map<string, tf.Variable>();
  readonly frozen = 0;
  private readonly seed: number;

  constructor(shape: ModelShape, seed: number, pixels: number) {
    this.shape = shape;
    this.seed = seed;
    const random = createRandom(seed, STREAM.weights);
    const weights = (rows: number, columns: number) => {
      const values = Float32Array.from({ length: rows * columns }, () => random.normal() / Math.sqrt(rows));
      return tf.tidy(() => tf.variable(tf.tensor2d(values, [rows, columns])));
    };
    this.parameters.set('hidden', weights(pixels, 3 * shape.width));
    this.parameters.set('output', weights(3 * shape.width, shape.outputs));
  }

  get size(): number {
    return this.seed;
  }

  get trained(): readonly tf.Variable[] {
    return [...this.parameters.values()];
  }

  frozenOutput(x: tf.Tensor): tf.Tensor {
    return x;
  }

  trainedOutput(x: tf.Tensor): tf.Tensor2D {
    return this.forward(x);
  }

  forward(x: tf.Tensor): tf.Tensor2D {
    const rows = tf.reshape(x, [x.shape[0]!, -1]) as tf.Tensor2D;
    const hidden = tf.relu(tf.matMul(rows, this.parameters.get('hidden')! as tf.Tensor2D));
    // So that the shape of the network has an effect, as it has in the real one.
    const scale = (this.shape.stem === 'small' ? 2 : 1) * (this.shape.dims === 2 ? 1 : 1.5);
    return tf.mul(tf.matMul(hidden, this.parameters.get('output')! as tf.Tensor2D), scale) as tf.Tensor2D;
  }

  dispose(): void {
    for (const parameter of this.parameters.values()) parameter.dispose();
  }
}
