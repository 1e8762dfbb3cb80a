import type * as tf from '@tensorflow/tfjs-core';
import type { PixelChange } from '../lab/augment/pixel-change.ts';
import { hasKernel, kernel, runKernel } from './kernel.ts';

/** What a batch of images is made of. */
export interface ImageBatch {
  /** Pixels of each image, uint8 [(depth,) height, width, channels]. */
  readonly images: readonly Uint8Array[];
  /** What is done to each of them, in this order; may be shorter than `images`: nothing is done to the others. */
  readonly changes: readonly (readonly PixelChange[])[];
  /** Every edge is `size` long, at least 2. */
  readonly geometry: { readonly dims: 2 | 3; readonly size: number; readonly channels: number };
  /** (x − mean) / deviation of each channel, on the [0, 1] scale; null: none. */
  readonly normalisation: { readonly mean: readonly number[]; readonly deviation: readonly number[] } | null;
  /** Of the result: [N, (D,) H, W, C]. Where it has one axis less than the images, the slices of a volume are its channels. */
  readonly shape: readonly number[];
}

/**
 * A backend may bring it. No inputs; the output is the batch, which is whole after {@link IMAGE_BATCH_END} only: until then
 * it is made beside other kernels, and no kernel may read it.
 */
export const IMAGE_BATCH = kernel<object, ImageBatch>('ImageBatch');
/** Neither inputs nor output. */
export const IMAGE_BATCH_END = kernel<object>('ImageBatchEnd');

/** A batch that is being made. */
export interface BegunImageBatch {
  /** Waits for it; the caller disposes it. */
  whole(): tf.Tensor;
  /** In the stead of {@link whole}. */
  giveUp(): void;
}

/**
 * Begins to make a batch as a tensor: x / 255, the changes, the normalisation, in doubles rounded to floats after each.
 *
 * @returns null where the backend does not bring the kernel: the caller makes the same floats itself
 */
export function beginImageBatch(batch: ImageBatch): BegunImageBatch | null {
  if (!hasKernel(IMAGE_BATCH) || batch.geometry.size < 2) return null;
  const images = runKernel(IMAGE_BATCH, {}, batch)[0]!;
  return {
    whole: () => {
      runKernel(IMAGE_BATCH_END, {}, {});
      return images;
    },
    // The backend ends what is still made of it.
    giveUp: () => images.dispose(),
  };
}
