import type { Random } from '../../lab/random.ts';
import { between, direction } from './fields.ts';
import type { Point } from './tube.ts';

const SIZE = 28;

/** A vessel is a chain of balls; a step moves the centre by less than a radius. */
interface Walk {
  readonly points: readonly Point[];
  readonly radii: readonly number[];
}

const STEP = 0.8;

/**
 * A piece of a brain vessel in 28×28×28, each voxel 0 or 255: a winding tube with a branch. The finding (aneurysm) is a
 * ball on the wall of the tube. What makes it hard: tubes of both classes differ in width, swell gently, and carry knots
 * where the branch leaves, so that neither volume nor width gives the answer away.
 *
 * @param target [28, 28, 28] uint8
 */
export function drawVessel(target: Uint8Array, hasFinding: boolean, random: Random): void {
  target.fill(0);
  const axis = random.integer(3);
  const trunk = walk(random, startOnFace(random, axis), unit(axis), 44, between(random, 1.6, 2.5));
  draw(target, trunk);
  const branches = random.integer(2);
  for (let branch = 0; branch < branches; branch++) {
    const from = 8 + random.integer(22);
    const width = trunk.radii[from]! * between(random, 0.55, 0.85);
    draw(target, walk(random, trunk.points[from]!, direction(random), 8 + random.integer(24), width));
  }
  if (hasFinding) addAneurysm(target, trunk, random);
  else if (random.integer(3) === 0) addSwelling(target, trunk, random);
}

function addAneurysm(target: Uint8Array, trunk: Walk, random: Random) {
  const radius = between(random, 3, 4.6);
  const reach = between(random, 0.4, 0.8);
  drawBall(target, placeInside(trunk, radius * reach, random), radius);
}

/** A point beside the trunk, by rejection in the middle of the volume, where the whole ball is seen. */
function placeInside(trunk: Walk, reach: number, random: Random): Point {
  for (;;) {
    const at = random.integer(trunk.points.length);
    const away = direction(random);
    const distance = trunk.radii[at]! + reach;
    const centre = trunk.points[at]!.map((value, axis) => value + away[axis]! * distance) as Point;
    if (centre.every((value) => value >= 5 && value <= 22)) return centre;
  }
}

/** A widening of the tube itself, without a wall of its own: no aneurysm. */
function addSwelling(target: Uint8Array, trunk: Walk, random: Random) {
  const at = 8 + random.integer(20);
  drawBall(target, trunk.points[at]!, trunk.radii[at]! * between(random, 1.15, 1.35));
}

/** Goes on in a direction that drifts at random, with a width that swells and shrinks. */
function walk(
  random: Random,
  start: Readonly<Point>,
  along: Readonly<Point>,
  steps: number,
  width: number,
): Walk {
  const points: Point[] = [];
  const radii: number[] = [];
  let heading: Point = [along[0], along[1], along[2]];
  let drift = direction(random);
  let radius = width;
  let point: Point = [start[0], start[1], start[2]];
  for (let step = 0; step < steps; step++) {
    points.push(point);
    radii.push(radius);
    if (step % 7 === 6) drift = direction(random);
    heading = normalise([
      heading[0] + 0.12 * drift[0] + 0.03 * along[0],
      heading[1] + 0.12 * drift[1] + 0.03 * along[1],
      heading[2] + 0.12 * drift[2] + 0.03 * along[2],
    ]);
    radius = Math.min(width * 1.25, Math.max(width * 0.8, radius + between(random, -0.15, 0.15)));
    point = [point[0] + STEP * heading[0], point[1] + STEP * heading[1], point[2] + STEP * heading[2]];
  }
  return { points, radii };
}

function startOnFace(random: Random, axis: number): Point {
  const start: Point = [between(random, 9, 18), between(random, 9, 18), between(random, 9, 18)];
  start[axis] = -1;
  return start;
}

function unit(axis: number): Point {
  return [axis === 0 ? 1 : 0, axis === 1 ? 1 : 0, axis === 2 ? 1 : 0];
}

function normalise([x, y, z]: Readonly<Point>): Point {
  const length = Math.sqrt(x * x + y * y + z * z);
  return [x / length, y / length, z / length];
}

function draw(target: Uint8Array, { points, radii }: Walk) {
  for (const [index, point] of points.entries()) drawBall(target, point, radii[index]!);
}

function drawBall(target: Uint8Array, [cx, cy, cz]: Readonly<Point>, radius: number) {
  const squaredRadius = radius * radius;
  const low = (centre: number) => Math.max(0, Math.ceil(centre - radius));
  const high = (centre: number) => Math.min(SIZE - 1, Math.floor(centre + radius));
  for (let z = low(cz); z <= high(cz); z++) {
    for (let y = low(cy); y <= high(cy); y++) {
      for (let x = low(cx); x <= high(cx); x++) {
        const squared = (x - cx) * (x - cx) + (y - cy) * (y - cy) + (z - cz) * (z - cz);
        if (squared <= squaredRadius) target[(z * SIZE + y) * SIZE + x] = 255;
      }
    }
  }
}
