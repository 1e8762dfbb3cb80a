import * as tf from '@tensorflow/tfjs-core';
import { describe, test } from 'vitest';
import { convolve, type WindowGeometry } from '../convolution.ts';
import { expectSame, randomTensor, referenceOf, type TestedBackend, upstreamGradient } from './compare.ts';

interface ConvolutionCase extends WindowGeometry {
  readonly name: string;
  readonly x: readonly number[];
  readonly filter: readonly number[];
}

const CONVOLUTIONS: readonly ConvolutionCase[] = [
  { name: '3x3', x: [2, 7, 7, 16], filter: [3, 3, 16, 16], stride: 1, pad: 1 },
  { name: '3x3, odd sizes and channels', x: [3, 5, 7, 13], filter: [3, 3, 13, 11], stride: 1, pad: 1 },
  { name: '3x3, stride 2, odd size', x: [2, 7, 7, 12], filter: [3, 3, 12, 20], stride: 2, pad: 1 },
  { name: '3x3, stride 2, even size', x: [5, 8, 6, 9], filter: [3, 3, 9, 17], stride: 2, pad: 1 },
  { name: '1x1, stride 2', x: [3, 7, 7, 16], filter: [1, 1, 16, 32], stride: 2, pad: 0 },
  { name: '7x7 stem, one channel', x: [2, 28, 28, 1], filter: [7, 7, 1, 10], stride: 2, pad: 3 },
  { name: '7x7 stem, three channels', x: [2, 15, 14, 3], filter: [7, 7, 3, 8], stride: 2, pad: 3 },
  { name: '7x7, 28 slices as channels', x: [2, 12, 12, 28], filter: [7, 7, 28, 8], stride: 2, pad: 3 },
  { name: '5x5, stride 3', x: [3, 11, 10, 12], filter: [5, 5, 12, 8], stride: 3, pad: 2 },
  { name: '3x3, one channel', x: [3, 9, 9, 1], filter: [3, 3, 1, 8], stride: 1, pad: 1 },
  { name: 'one pixel', x: [9, 1, 1, 24], filter: [3, 3, 24, 16], stride: 1, pad: 1 },
  { name: 'two pixels, stride 2', x: [9, 2, 2, 24], filter: [3, 3, 24, 16], stride: 2, pad: 1 },
  { name: 'batch 1', x: [1, 6, 6, 8], filter: [3, 3, 8, 8], stride: 1, pad: 1 },
  { name: 'one output channel', x: [2, 4, 4, 8], filter: [3, 3, 8, 1], stride: 1, pad: 1 },
  { name: 'no padding, last row unused', x: [2, 8, 8, 4], filter: [3, 3, 4, 6], stride: 2, pad: 0 },
  { name: 'strides that alias in the cache', x: [8, 4, 4, 128], filter: [3, 3, 128, 8], stride: 1, pad: 1 },
  { name: 'pixels that alias in the cache', x: [2, 2, 2, 512], filter: [3, 3, 512, 8], stride: 1, pad: 1 },
  { name: '3x3, many pixels', x: [4, 13, 12, 32], filter: [3, 3, 32, 24], stride: 1, pad: 1 },
  { name: '3x3, many pixels, no padding', x: [5, 15, 14, 40], filter: [3, 3, 40, 32], stride: 1, pad: 0 },
  { name: '3x3, many pixels, wide padding', x: [4, 11, 13, 32], filter: [3, 3, 32, 32], stride: 1, pad: 2 },
  { name: '3D 3x3x3', x: [2, 4, 5, 3, 9], filter: [3, 3, 3, 9, 10], stride: 1, pad: 1 },
  { name: '3D 3x3x3, stride 2', x: [3, 5, 4, 6, 8], filter: [3, 3, 3, 8, 16], stride: 2, pad: 1 },
  { name: '3D 1x1x1, stride 2', x: [2, 4, 4, 4, 8], filter: [1, 1, 1, 8, 16], stride: 2, pad: 0 },
  { name: '3D stem, one channel', x: [2, 9, 10, 11, 1], filter: [7, 7, 7, 1, 6], stride: 2, pad: 3 },
  { name: '3D 3x3x3, many voxels', x: [2, 5, 13, 12, 32], filter: [3, 3, 3, 32, 24], stride: 1, pad: 1 },
  {
    name: '3D 3x3x3, many voxels, no padding',
    x: [3, 4, 15, 14, 32],
    filter: [3, 3, 3, 32, 32],
    stride: 1,
    pad: 0,
  },
  {
    name: '3D 3x3x3, many voxels, wide padding',
    x: [2, 3, 11, 13, 32],
    filter: [3, 3, 3, 32, 32],
    stride: 1,
    pad: 2,
  },
  { name: '3D one plane, deep filter', x: [3, 1, 14, 14, 32], filter: [5, 3, 3, 32, 24], stride: 1, pad: 2 },
  { name: '3D one voxel', x: [5, 1, 1, 1, 16], filter: [3, 3, 3, 16, 16], stride: 1, pad: 1 },
];

/** What the reference gives for a case: it takes longer than any variant, and is the same for all. */
const references = new Map<ConvolutionCase, Promise<Float32Array[]>>();

/** A case whose results lie in memory as vectors of four channels: what it reads may still be single ones. */
export function fillsVectors({ filter }: ConvolutionCase): boolean {
  return filter.at(-1)! % 4 === 0;
}

/**
 * Every convolution case, for instance once with each variant of a backend's kernels; to be called in a `describe`.
 *
 * @param tested makes the variant current
 * @param takes the cases that the variant can take; of the others it would say nothing
 */
export function describeConvolutions(
  tested: () => TestedBackend,
  takes: (convolution: ConvolutionCase) => boolean = () => true,
): void {
  test.each(CONVOLUTIONS.filter(takes))('$name: forward and both gradients', async (convolution) => {
    const { x, filter, stride, pad } = convolution;
    const compute = () => {
      const [image, weights] = [randomTensor(x, 1), randomTensor(filter, 2)];
      const y = convolve(image, weights, { stride, pad });
      const dy = upstreamGradient(y.shape, 3);
      const gradients = tf.grads((image, weights) => convolve(image!, weights!, { stride, pad }));
      return [y, ...gradients([image, weights], dy)];
    };
    await expectSame(tested(), compute, () => {
      const kept = references.get(convolution) ?? referenceOf(compute);
      references.set(convolution, kept);
      return kept;
    });
  });
}

export function describeConvolution(tested: TestedBackend): void {
  describe('convolution', () => {
    describeConvolutions(() => tested);

    test('a kernel may follow another on its result', async () => {
      await expectSame(tested, () => {
        const [first, second] = [randomTensor([3, 3, 8, 8], 4), randomTensor([3, 3, 8, 8], 5)];
        const x = randomTensor([2, 6, 6, 8], 6);
        const middle = tf.relu(convolve(x, first, { stride: 1, pad: 1 }));
        return [convolve(tf.add(middle, x), second, { stride: 2, pad: 1 })];
      });
    });
  });
}
