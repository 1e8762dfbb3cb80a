import * as tf from '@tensorflow/tfjs-core';

/** A backend whose `data()` hands out copies, and that can copy into memory that is there already. */
export interface HandsOutCopies {
  readonly handsOutCopies: true;
  /** @param target as long as the tensor */
  copyValues(tensor: tf.TensorInfo, target: Float32Array): void;
}

/**
 * Values of a float tensor that stay as they are: a copy, where the backend hands out the memory that it goes on with. Weights
 * are tens of megabytes, and a second copy of them takes as long as the first.
 *
 * @param spare memory of that length that nobody reads any more: new memory takes seven times as long to fill (docs/performance.md)
 */
export async function ownValues(tensor: tf.Tensor, spare?: Float32Array): Promise<Float32Array> {
  const backend = tf.backend();
  if (!handsOutCopies(backend)) return ((await tensor.data()) as Float32Array).slice();
  if (spare?.length !== tensor.size) return (await tensor.data()) as Float32Array;
  backend.copyValues(tensor, spare);
  return spare;
}

function handsOutCopies(backend: object): backend is HandsOutCopies {
  return 'handsOutCopies' in backend;
}
