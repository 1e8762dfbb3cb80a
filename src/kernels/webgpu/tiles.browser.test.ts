import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { convolve } from '../convolution.ts';
import { randomTensor, TOLERANCE, valuesOn } from '../testing/compare.ts';
import { describeConvolutions, fillsVectors } from '../testing/convolution-cases.ts';
import { disposeWebgpuBackend, registerWebgpuBackend } from './register.ts';
import type { MeasuredTiles } from './tile-choice.ts';
import { TILES } from './tiles.ts';
import { WebgpuBackend } from './webgpu-backend.ts';

/** A layer with as many channels as given, and few or many images beside the sixteen of a slice. */
function layer(images: number, channels: number): tf.Tensor[] {
  const [x, filter] = [randomTensor([images, 6, 5, channels], 1), randomTensor([3, 3, channels, 40], 2)];
  const forward = (x: tf.Tensor, filter: tf.Tensor) => convolve(x, filter, { stride: 2, pad: 1 });
  const y = forward(x, filter);
  return [y, ...tf.grads((x, filter) => forward(x!, filter!))([x, filter], randomTensor(y.shape, 3))];
}

function tiles(): WebgpuBackend['tiles'] {
  const backend = tf.findBackend('webgpu');
  if (!(backend instanceof WebgpuBackend)) throw new Error('The webgpu backend is not registered');
  return backend.tiles;
}

let found: MeasuredTiles = {};

// One device for all: it compiles each tile's programs once, and what is forced is not searched for.
beforeAll(async () => {
  await import('@tensorflow/tfjs-backend-cpu');
  await registerWebgpuBackend({
    searchTiles: true,
    onTiles(tiles) {
      found = tiles;
    },
  });
});
afterAll(async () => {
  await tf.setBackend('cpu');
  disposeWebgpuBackend();
});

test('a search on the device finds a tile for every product, and an earlier one is taken over', async () => {
  expect(found).toEqual({});
  const compute = () => layer(3, 24);
  const before = await valuesOn('webgpu', compute);
  // A slow device measures the rest at the next reading.
  expect(Object.keys(found).length).toBeGreaterThan(0);
  expect(TILES.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(found)));
  expect(await valuesOn('webgpu', compute)).toEqual(before);
  const earlier = found;
  await tf.setBackend('cpu');
  await registerWebgpuBackend({ tiles: earlier });
  expect(tiles().measured).toEqual(earlier);
});

/** One of each code that tiles have: the others are the same code with other numbers, compared below. */
const DIFFERENT_TILES = TILES.filter(({ name }) =>
  ['vector 64x64', 'vector 32x32 pipelined', 'scalar 64x64'].includes(name),
);

describe.each(DIFFERENT_TILES)('convolutions in tiles of $name', ({ name, lanes }) => {
  describeConvolutions(
    () => {
      tiles().force(name);
      return { name: 'webgpu', tolerance: TOLERANCE };
    },
    // What does not lie in vectors takes no tile of vectors, whatever is forced.
    lanes === 'vector' ? fillsVectors : undefined,
  );
});

test('the tile changes no bit of a result', async () => {
  const compute = () => layer(19, 24);
  tiles().force(TILES[0]!.name);
  const expected = await valuesOn('webgpu', compute);
  for (const { name } of TILES) {
    tiles().force(name);
    expect(await valuesOn('webgpu', compute), name).toEqual(expected);
  }
});

test.each([
  { images: 3, channels: 24 },
  { images: 3, channels: 1 },
  { images: 19, channels: 1 },
])('nor do lanes and schedules: $images images, $channels channels', async ({ images, channels }) => {
  const compute = () => layer(images, channels);
  tiles().force('scalar 32x32');
  const expected = await valuesOn('webgpu', compute);
  for (const name of ['vector 32x32', 'vector 32x32 pipelined']) {
    tiles().force(name);
    expect(await valuesOn('webgpu', compute), name).toEqual(expected);
  }
});
