import type { Tiles } from '../../ui/tiles.ts';

/** A voxel; z counts the slices, y the rows of a slice, x its columns. */
export interface Voxel {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export type Axis = keyof Voxel;

/** A plane through a volume: across and down it runs along the other two axes. */
export const PLANES: Readonly<
  Record<Axis, { readonly name: string; readonly across: Axis; readonly down: Axis }>
> = {
  z: { name: 'slices', across: 'x', down: 'y' },
  y: { name: 'rows', across: 'x', down: 'z' },
  x: { name: 'columns', across: 'y', down: 'z' },
};

/** Voxels along an axis. */
export function extent({ size, slices }: Tiles, axis: Axis): number {
  return axis === 'z' ? slices : size;
}

/** The pixels of a plane, RGBA [down, across, 4]. */
export function planePixels(volume: Tiles, axis: Axis, at: number): Uint8ClampedArray<ArrayBuffer> {
  const { across, down } = PLANES[axis];
  const [width, height] = [extent(volume, across), extent(volume, down)];
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = offset(volume, { x: 0, y: 0, z: 0, [axis]: at, [across]: column, [down]: row } as Voxel);
      pixels.set(volume.pixels.subarray(from, from + 4), (row * width + column) * 4);
    }
  }
  return pixels;
}

/** The brightest voxel along an axis (maximum-intensity projection), RGBA [down, across, 4]. */
export function brightestPixels(volume: Tiles, axis: Axis): Uint8ClampedArray<ArrayBuffer> {
  const brightest = planePixels(volume, axis, 0);
  for (let at = 1; at < extent(volume, axis); at++) {
    planePixels(volume, axis, at).forEach((value, place) => {
      if (value > brightest[place]!) brightest[place] = value;
    });
  }
  return brightest;
}

function offset({ size }: Tiles, { x, y, z }: Voxel): number {
  return ((z * size + y) * size + x) * 4;
}

/** The voxel moved along an axis, within the volume. */
export function moved(volume: Tiles, voxel: Voxel, axis: Axis, by: number): Voxel {
  const to = Math.min(extent(volume, axis) - 1, Math.max(0, voxel[axis] + by));
  return { ...voxel, [axis]: to };
}

/** The middle of a volume or, where that is dark, the nearest voxel of at least half the greatest brightness. */
export function startVoxel(volume: Tiles): Voxel {
  const half = Math.floor(volume.size / 2);
  const centre = { x: half, y: half, z: Math.floor(volume.slices / 2) };
  const { pixels, size, slices } = volume;
  let most = 0;
  for (let at = 0; at < pixels.length; at += 4) most = Math.max(most, pixels[at]!);
  let [found, nearest] = [centre, Number.POSITIVE_INFINITY];
  for (let z = 0; z < slices; z++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const distance = (x - centre.x) ** 2 + (y - centre.y) ** 2 + (z - centre.z) ** 2;
        if (distance >= nearest || pixels[offset(volume, { x, y, z })]! < most / 2) continue;
        nearest = distance;
        found = { x, y, z };
      }
    }
  }
  return found;
}
