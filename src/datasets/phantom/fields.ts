import type { Random } from '../../lab/random.ts';

/**
 * Building blocks of the phantoms. Only +, −, ×, ÷ and √ are used on numbers: these are exact to the last bit in every
 * engine (IEEE 754), which sines, exponentials and powers are not.
 */

/** Uniform in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** Triangular noise in (−1, 1), mean 0, variance 1/6, from one draw: the sum of its two halves. */
export function grain(random: Random): number {
  const bits = random.uniform() * 2 ** 32;
  const high = Math.floor(bits / 2 ** 16);
  return (high + (bits - high * 2 ** 16)) / 2 ** 16 - 1;
}

/** A soft bump: 1 at the centre, 0 with zero slope from a squared distance of 1 on. */
export function bump(squaredDistance: number): number {
  if (squaredDistance >= 1) return 0;
  const rest = 1 - squaredDistance;
  return rest * rest;
}

/** From 0 to 1 while x goes from `from` to `to`, with zero slope at both ends. */
export function smoothStep(from: number, to: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Random unit vector in 3D: a point of the unit ball, by rejection, brought to its surface. */
export function direction(random: Random): [number, number, number] {
  for (;;) {
    const x = between(random, -1, 1);
    const y = between(random, -1, 1);
    const z = between(random, -1, 1);
    const squared = x * x + y * y + z * z;
    if (squared > 0.01 && squared <= 1) {
      const length = Math.sqrt(squared);
      return [x / length, y / length, z / length];
    }
  }
}

/**
 * Adds a smooth random field to an image: grain on a coarse lattice of `cells` cells an edge, linear in between.
 *
 * @param canvas [size, size]
 */
export function addSmoothField2d(
  canvas: Float64Array,
  size: number,
  cells: number,
  amplitude: number,
  random: Random,
): void {
  const edge = cells + 1;
  const lattice = Float64Array.from({ length: edge * edge }, () => grain(random) * amplitude);
  const places = Array.from({ length: size }, (_, pixel) => latticeAt(pixel, size, cells));
  for (let y = 0; y < size; y++) {
    const { cell: row, part: v } = places[y]!;
    for (let x = 0; x < size; x++) {
      const { cell: column, part: u } = places[x]!;
      const at = row * edge + column;
      const top = mix(lattice[at]!, lattice[at + 1]!, u);
      const bottom = mix(lattice[at + edge]!, lattice[at + edge + 1]!, u);
      canvas[y * size + x]! += mix(top, bottom, v);
    }
  }
}

/**
 * Adds a smooth random field to a volume, as {@link addSmoothField2d}.
 *
 * @param canvas [size, size, size]
 */
export function addSmoothField3d(
  canvas: Float64Array,
  size: number,
  cells: number,
  amplitude: number,
  random: Random,
): void {
  const edge = cells + 1;
  const slab = edge * edge;
  const lattice = Float64Array.from({ length: edge * slab }, () => grain(random) * amplitude);
  const places = Array.from({ length: size }, (_, pixel) => latticeAt(pixel, size, cells));
  for (let z = 0; z < size; z++) {
    const { cell: layer, part: w } = places[z]!;
    for (let y = 0; y < size; y++) {
      const { cell: row, part: v } = places[y]!;
      // The field along this line of voxels, at the lattice's columns; in between it is linear.
      const corner = layer * slab + row * edge;
      const at = (column: number) =>
        mix(
          mix(lattice[corner + column]!, lattice[corner + edge + column]!, v),
          mix(lattice[corner + slab + column]!, lattice[corner + slab + edge + column]!, v),
          w,
        );
      let column = 0;
      let left = at(0);
      let right = at(1);
      const line = (z * size + y) * size;
      for (let x = 0; x < size; x++) {
        const { cell, part } = places[x]!;
        if (cell !== column) {
          column = cell;
          left = right;
          right = at(cell + 1);
        }
        canvas[line + x]! += mix(left, right, part);
      }
    }
  }
}

function latticeAt(pixel: number, size: number, cells: number): { cell: number; part: number } {
  const position = ((pixel + 0.5) * cells) / size;
  const cell = Math.min(cells - 1, Math.floor(position));
  return { cell, part: position - cell };
}

function mix(a: number, b: number, part: number): number {
  return a + (b - a) * part;
}

/** Brings a canvas of brightness 0…1 to bytes, half up. */
export function quantise(canvas: Float64Array, target: Uint8Array): void {
  for (let at = 0; at < canvas.length; at++) {
    target[at] = Math.floor(Math.min(1, Math.max(0, canvas[at]!)) * 255 + 0.5);
  }
}
