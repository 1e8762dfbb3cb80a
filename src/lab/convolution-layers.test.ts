import { expect, test } from 'vitest';
import { convolutionLayers, layerBytes, layerFlops, stepFlops, usefulFlops } from './convolution-layers.ts';

const shape = { width: 64, channels: 1 } as const;
const imagenet = convolutionLayers({ ...shape, dims: 2, stem: 'imagenet' }, 28);
const small = convolutionLayers({ ...shape, dims: 2, stem: 'small' }, 28);
const volume = convolutionLayers({ ...shape, dims: 3, stem: 'imagenet' }, 28);

test('a ResNet-18 has twenty convolutions of eleven shapes', () => {
  for (const layers of [imagenet, small, volume]) {
    expect(layers).toHaveLength(11);
    expect(layers.reduce((sum, { count }) => sum + count, 0)).toBe(20);
    expect(new Set(layers.map(({ name }) => name)).size).toBe(11);
  }
});

test('maps shrink as PyTorch’s do', () => {
  const maps = (layers: typeof imagenet) => layers.map(({ input, output }) => `${input}>${output}`).join(' ');
  expect(maps(imagenet)).toBe('28>14 7>7 7>4 7>4 4>4 4>2 4>2 2>2 2>1 2>1 1>1');
  expect(maps(small)).toBe('28>28 28>28 28>14 28>14 14>14 14>7 14>7 7>7 7>4 7>4 4>4');
  expect(volume[2]).toMatchObject({ name: 'stage2-3x3x3-s2', channels: 64, outputs: 128, pad: 1 });
  expect(imagenet[3]).toMatchObject({ name: 'stage2-1x1-s2', kernel: 1, stride: 2, pad: 0 });
});

test('only the stem needs no gradient of its input', () => {
  expect(imagenet.map(({ passes }) => passes.length)).toEqual([2, ...new Array<number>(10).fill(3)]);
});

test('operations and bytes are those counted by hand', () => {
  // 14 × 14 positions, 7 × 7 taps, 1 → 64 channels, two operations each.
  expect(layerFlops(imagenet[0]!)).toBe(2 * 196 * 49 * 64);
  // 7³ positions, 27 taps, 64 → 64 channels.
  expect(layerFlops(volume[1]!)).toBe(2 * 343 * 27 * 4096);
  // Two images: 2 × 784 pixels in, 2 × 196 × 64 out, and a filter of 49 × 64; four bytes each.
  expect(layerBytes(imagenet[0]!, 'forward', 2)).toBe(4 * (1568 + 25_088 + 3136));
});

test('taps on padding are no useful operations', () => {
  // At a map of one pixel one of nine taps is left; at two pixels two of three along each axis.
  expect(usefulFlops(imagenet[10]!)).toBe(2 * 512 * 512);
  expect(usefulFlops(imagenet[7]!)).toBe(2 * 4 ** 2 * 256 * 256);
  // Stride 2 from 7 pixels to 4: the first and the last window lose a tap each, so ten of twelve are left.
  expect(usefulFlops(imagenet[2]!)).toBe(2 * 10 ** 2 * 64 * 128);
  // Without padding nothing is lost.
  expect(usefulFlops(volume[3]!)).toBe(layerFlops(volume[3]!));
});

test('what a pass reads counts only where taps and pixels meet', () => {
  // One pixel of 512 channels meets one of nine taps; the filter's gradient is written whole.
  expect(layerBytes(imagenet[10]!, 'forward', 1)).toBe(4 * (512 + 512 + 512 * 512));
  expect(layerBytes(imagenet[10]!, 'filter-gradient', 1)).toBe(4 * (512 + 512 + 9 * 512 * 512));
  // A 1×1 convolution of stride 2 reads 4 × 4 of 7 × 7 pixels; the gradient of its input is written whole.
  expect(layerBytes(imagenet[3]!, 'forward', 1)).toBe(4 * (16 * 64 + 16 * 128 + 64 * 128));
  expect(layerBytes(imagenet[3]!, 'input-gradient', 1)).toBe(4 * (49 * 64 + 16 * 128 + 64 * 128));
});

test('the step of each network costs what counting its layers gives', () => {
  expect(stepFlops({ ...shape, dims: 2, stem: 'imagenet' }, 28) / 1e9).toBeCloseTo(0.2, 1);
  expect(stepFlops({ ...shape, dims: 2, stem: 'small' }, 28) / 1e9).toBeCloseTo(2.74, 1);
  expect(stepFlops({ ...shape, dims: 3, stem: 'imagenet' }, 28) / 1e9).toBeCloseTo(2.2, 1);
});

test('a small CNN has three convolutions of stride 2, a linear model none', () => {
  const layers = convolutionLayers({ ...shape, dims: 2, stem: 'imagenet', model: 'small-cnn', width: 8 }, 28);
  expect(
    layers.map(({ name, input, output, channels, outputs }) => [name, input, output, channels, outputs]),
  ).toEqual([
    ['conv1-3x3-s2', 28, 14, shape.channels, 8],
    ['conv2-3x3-s2', 14, 7, 8, 16],
    ['conv3-3x3-s2', 7, 4, 16, 32],
  ]);
  expect(layers[0]!.passes).toEqual(['forward', 'filter-gradient']);
  expect(convolutionLayers({ ...shape, dims: 3, stem: 'imagenet', model: 'linear' }, 28)).toEqual([]);
});
