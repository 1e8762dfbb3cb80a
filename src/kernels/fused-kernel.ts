import * as tf from '@tensorflow/tfjs-core';

/** Whether the current backend brings its own kernel of this name; otherwise the reference made of core ops runs. */
export function hasFusedKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs one of our own kernels, outside the gradient tape. */
export function runFusedKernel(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, unknown>,
): tf.Tensor[] {
  const output = tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
  return Array.isArray(output) ? output : output === undefined ? [] : [output as tf.Tensor];
}
