import * as tf from '@tensorflow/tfjs-core';

/** What a backend says of itself whose `data()` hands out copies. */
export interface HandsOutCopies {
  readonly handsOutCopies: true;
}

/**
 * Values of a float tensor that stay as they are: a copy, where the backend hands out the memory that it goes on with. Weights
 * are tens of megabytes, and a second copy of them takes as long as the first.
 */
export async function ownValues(tensor: tf.Tensor): Promise<Float32Array> {
  const values = (await tensor.data()) as Float32Array;
  return 'handsOutCopies' in tf.backend() ? values : values.slice();
}
