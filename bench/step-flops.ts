import type { ModelShape } from '../src/training/model/resnet18.ts';

/**
 * Nominal floating-point operations of one training step for one image: two for each multiply-add of the convolutions,
 * as if padding were computed with, three times over (forward, both gradients), without the stem's input gradient,
 * which nobody needs.
 *
 * @param edge length of the image along every axis, in pixels
 */
export function stepFlops({ dims, stem, width, channels }: ModelShape, edge: number): number {
  let size = edge;
  let flops = 0;
  const add = (kernel: number, stride: number, input: number, output: number, passes: number) => {
    const outputSize = Math.ceil(size / stride);
    flops += passes * 2 * outputSize ** dims * kernel ** dims * input * output;
    return outputSize;
  };
  size = add(stem === 'imagenet' ? 7 : 3, stem === 'imagenet' ? 2 : 1, channels, width, 2);
  if (stem === 'imagenet') size = Math.ceil(size / 2);
  let input = width;
  for (let stage = 0; stage < 4; stage++) {
    const output = width * 2 ** stage;
    const stride = stage > 0 ? 2 : 1;
    if (stride > 1) add(1, stride, input, output, 3);
    size = add(3, stride, input, output, 3);
    for (let rest = 0; rest < 3; rest++) add(3, 1, output, output, 3);
    input = output;
  }
  return flops;
}
