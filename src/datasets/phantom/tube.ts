import { bump } from './fields.ts';

/** x, y, z in voxels. */
export type Point = [number, number, number];

/** Adds a straight soft tube to a volume [size, size, size]. */
export function addTube(
  canvas: Float64Array,
  size: number,
  start: Readonly<Point>,
  along: Readonly<Point>,
  length: number,
  radius: number,
  amplitude: number,
): void {
  const end = start.map((value, axis) => value + along[axis]! * length) as Point;
  const low = start.map((value, axis) => Math.max(0, Math.ceil(Math.min(value, end[axis]!) - radius)));
  const high = start.map((value, axis) =>
    Math.min(size - 1, Math.floor(Math.max(value, end[axis]!) + radius)),
  );
  for (let z = low[2]!; z <= high[2]!; z++) {
    for (let y = low[1]!; y <= high[1]!; y++) {
      for (let x = low[0]!; x <= high[0]!; x++) {
        const squared = squaredDistanceToSegment([x, y, z], start, along, length);
        if (squared < radius * radius) {
          canvas[(z * size + y) * size + x]! += amplitude * bump(squared / (radius * radius));
        }
      }
    }
  }
}

/** Squared distance of a point to the segment from `start` along the unit vector `along`. */
export function squaredDistanceToSegment(
  point: Readonly<Point>,
  start: Readonly<Point>,
  along: Readonly<Point>,
  length: number,
): number {
  const x = point[0] - start[0];
  const y = point[1] - start[1];
  const z = point[2] - start[2];
  const t = Math.min(length, Math.max(0, x * along[0] + y * along[1] + z * along[2]));
  const dx = x - t * along[0];
  const dy = y - t * along[1];
  const dz = z - t * along[2];
  return dx * dx + dy * dy + dz * dz;
}
