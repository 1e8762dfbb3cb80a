import type * as tf from '@tensorflow/tfjs-core';

/**
 * Where each batch of a part ends. A rest of less than half a batch goes with the one before it: a pass over few images reads as
 * many weights as one over many.
 */
function batchEnds(count: number, batch: number): number[] {
  const full = Math.floor(count / batch);
  const ends = Array.from({ length: full }, (_, index) => (index + 1) * batch);
  const rest = count - full * batch;
  if (rest > 0) ends.splice(rest * 2 < batch ? -1 : full, 1, count);
  return ends;
}

/**
 * Computes something of each image of a part, a batch at a time. A graphics device works on the next batch while one is read
 * back, for which some browsers take 100 ms.
 *
 * @param batch images at a time; up to half as many more where the part ends
 * @param compute rows of the images [start, end); they are disposed here
 * @param take called with the rows in the order of the images, in all before this resolves
 * @param afterBatch called with the images that the device was given so far; lets other work in between
 * @throws whatever these throw, and where a reading fails; nothing of a batch is kept then
 */
export async function outputsInBatches(
  { count, batch }: { readonly count: number; readonly batch: number },
  compute: (start: number, end: number) => tf.Tensor,
  take: (rows: Float32Array, start: number, end: number) => void,
  afterBatch: (done: number) => Promise<void>,
): Promise<void> {
  let read = Promise.resolve();
  try {
    let done = 0;
    for (const end of batchEnds(count, batch)) {
      const start = done;
      const before = read;
      read = readRows(compute(start, end), (rows) => take(rows, start, end));
      done = end;
      await before;
      await afterBatch(end);
    }
    await read;
  } catch (error) {
    await read.catch(() => undefined);
    throw error;
  }
}

async function readRows(output: tf.Tensor, take: (rows: Float32Array) => void): Promise<void> {
  try {
    take(await output.data<'float32'>());
  } finally {
    output.dispose();
  }
}
