import { expect, it } from 'vitest';
import { brightestPixels, moved, planePixels, startVoxel } from './planes.ts';

/** Three slices of 2 × 2 whose voxels say where they are: 100 z + 10 y + x. */
const volume = {
  size: 2,
  slices: 3,
  pixels: Uint8ClampedArray.from(
    [0, 1, 2].flatMap((z) => [0, 1].flatMap((y) => [0, 1].flatMap((x) => [100 * z + 10 * y + x, 0, 0, 255]))),
  ),
};
const reds = (pixels: Uint8ClampedArray) => [...pixels].filter((_, at) => at % 4 === 0);

it('cuts a volume along each axis, the slices from top to bottom', () => {
  expect(reds(planePixels(volume, 'z', 1))).toEqual([100, 101, 110, 111]);
  expect(reds(planePixels(volume, 'y', 0))).toEqual([0, 1, 100, 101, 200, 201]);
  expect(reds(planePixels(volume, 'x', 1))).toEqual([1, 11, 101, 111, 201, 211]);
});

it('finds the brightest voxel along an axis', () => {
  expect(reds(brightestPixels(volume, 'z'))).toEqual([200, 201, 210, 211]);
  expect(reds(brightestPixels(volume, 'x'))).toEqual([1, 11, 101, 111, 201, 211]);
});

it('begins in the middle, or at what is bright nearest to it', () => {
  expect(startVoxel(volume)).toEqual({ x: 1, y: 1, z: 1 });
  const corner = {
    ...volume,
    pixels: volume.pixels.map((value, at) => (at === 4 ? 255 : at % 4 === 3 ? 255 : value / 4)),
  };
  expect(startVoxel(corner)).toEqual({ x: 1, y: 0, z: 0 });
});

it('keeps the cross-hair within the volume', () => {
  expect(moved(volume, { x: 1, y: 1, z: 1 }, 'z', 5)).toEqual({ x: 1, y: 1, z: 2 });
  expect(moved(volume, { x: 1, y: 1, z: 1 }, 'x', -3)).toEqual({ x: 0, y: 1, z: 1 });
});
