import { describe, expect, it } from 'vitest';
import { fullSize, withHeat } from './heat.ts';

const blank = (size: number, slices = 1) => ({
  pixels: new Uint8ClampedArray(size * size * slices * 4).fill(100),
  size,
  slices,
});

describe('a coarse map at the size of its image', () => {
  it('is 1 where it is largest, and linear between the middles of its places', () => {
    const heat = fullSize({ map: [0, 2], shape: [1, 2] }, blank(4));
    expect([...heat.subarray(0, 4)]).toEqual([0, 0.25, 0.75, 1]);
    expect([...heat.subarray(12, 16)]).toEqual([0, 0.25, 0.75, 1]);
  });

  it('of a volume goes through the slices; a plane is the same in each', () => {
    const volume = fullSize({ map: [1, 0], shape: [2, 1, 1] }, blank(2, 4));
    expect([0, 1, 2, 3].map((slice) => volume[slice * 4])).toEqual([1, 0.75, 0.25, 0]);
    const plane = fullSize({ map: [1, 0], shape: [1, 2] }, blank(2, 3));
    expect([...plane.subarray(0, 4)]).toEqual([...plane.subarray(8, 12)]);
  });

  it('that says nothing is 0', () => {
    expect(fullSize({ map: [0, 0], shape: [1, 2] }, blank(2)).every((value) => value === 0)).toBe(true);
  });
});

describe('an image with heat', () => {
  it('is as it was where there is none, and at no opacity', () => {
    const image = blank(2);
    expect(withHeat(image, Float32Array.of(0, 1, 0.5, 0), 0).pixels).toEqual(image.pixels);
    const { pixels } = withHeat(image, Float32Array.of(0, 1, 0.5, 0), 1);
    expect([...pixels.subarray(0, 4)]).toEqual([100, 100, 100, 100]);
    expect([...pixels.subarray(4, 8)]).toEqual([255, 240, 96, 100]);
  });
});
