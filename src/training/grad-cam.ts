import * as tf from '@tensorflow/tfjs-core';
import type { Network } from './model/network.ts';
import { freeAbandonedTape } from './training-step.ts';

/**
 * Where an image speaks for an answer: Grad-CAM (Selvaraju et al. 2017, equations 1 and 2), the maps A_k that leave a
 * stage, each weighed by the mean over its places of ∂y/∂A_k, summed and cut off below 0. y is the logit, before any
 * softmax.
 *
 * @param x one image [1, (D,) H, W, C], as the net takes it; not disposed
 * @param stage 1 to 4; the paper takes the last
 * @param direction of the logit: −1 asks what speaks against its class, say for the first of two
 * @returns [(d,) h, w]
 */
export function gradCam(
  net: Network,
  x: tf.Tensor,
  { stage, output, direction }: { stage: number; output: number; direction: 1 | -1 },
): tf.Tensor {
  try {
    return tf.tidy(() => {
      const maps = net.maps(x, stage);
      const chosen = tf.tensor2d(
        Array.from({ length: net.shape.outputs }, (_, place) => (place === output ? direction : 0)),
        [1, net.shape.outputs],
      );
      const slopes = tf.grad((from) => tf.sum(tf.mul(net.logitsOfMaps(from, stage), chosen)))(maps);
      // As tables [places, maps].
      const table = (of: tf.Tensor) => tf.reshape(of, [-1, maps.shape.at(-1)!]);
      const weights = tf.mean(table(slopes), 0, true);
      const sums = tf.sum(tf.mul(table(maps), weights), 1);
      return tf.reshape(tf.relu(sums), maps.shape.slice(1, -1));
    });
  } catch (error) {
    freeAbandonedTape();
    throw error;
  }
}
