import * as tf from '@tensorflow/tfjs-core';

export function allFloat(...tensors: readonly tf.TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === 'float32');
}

export function sizeOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape(shape);
}

export function haveSameShape(a: tf.TensorInfo, b: tf.TensorInfo): boolean {
  return tf.util.arraysEqual(a.shape, b.shape);
}

/** A map [..., C] as a matrix: a row for each position of each image, a column for each channel. */
export function matrixOf({ shape }: tf.TensorInfo): { readonly rows: number; readonly channels: number } {
  const channels = shape[shape.length - 1]!;
  return { rows: tf.util.sizeFromShape(shape) / channels, channels };
}
