import type { Random } from '../../lab/random.ts';
import { addSmoothField2d, between, bump, grain, quantise, smoothStep } from './fields.ts';

const SIZE = 28;

/** How hard the set is: brightness of the finding at its centre, and the grain of the image. */
const OPACITY = { least: 0.26, most: 0.48 } as const;
const GRAIN = 0.07;
/** Squared distances between which a lung fades into the body. */
const LUNG_EDGE = { inner: 0.7, outer: 1.15 } as const;

/** An ellipse in pixels. */
interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A chest film in 28×28: a bright body, two dark lungs, a heart on one side, ribs, a smooth field and grain. The finding
 * is a soft opacity inside a lung. What makes it hard: contrast and brightness differ from film to film; films of both
 * classes have soft shadows outside the lungs and small sharp spots inside them. Half of all films are mirrored, so that
 * a left–right flip stays within the distribution.
 *
 * @param target [28, 28] uint8
 */
export function drawPneumonia(target: Uint8Array, hasFinding: boolean, random: Random): void {
  const canvas = new Float64Array(SIZE * SIZE);
  const centre = between(random, 12.5, 14.5);
  const lungs = [-1, 1].map((side) => ({
    x: centre + side * between(random, 5.2, 6.4),
    y: between(random, 12.5, 14.5),
    width: between(random, 3.6, 4.8),
    height: between(random, 7.5, 9.5),
  })) as [Ellipse, Ellipse];
  const heart = {
    x: centre + between(random, 1, 3),
    y: between(random, 16, 18.5),
    width: between(random, 3.2, 4.6),
    height: between(random, 3.4, 4.6),
  };
  drawAnatomy(canvas, lungs, heart, random);
  addSmoothField2d(canvas, SIZE, 4, 0.14, random);

  addShadowOutside(canvas, centre, random);
  addSpots(canvas, lungs, random);
  if (hasFinding) addOpacity(canvas, lungs[random.integer(2)]!, random);

  const brightness = between(random, -0.08, 0.08);
  const contrast = between(random, 0.65, 1.15);
  for (let at = 0; at < canvas.length; at++) {
    canvas[at] = 0.45 + brightness + contrast * (canvas[at]! - 0.45 + GRAIN * grain(random));
  }
  if (random.integer(2) === 1) mirror(canvas);
  quantise(canvas, target);
}

function drawAnatomy(canvas: Float64Array, lungs: readonly Ellipse[], heart: Ellipse, random: Random) {
  const ribPhase = between(random, 0, 4);
  const ribTilt = between(random, 0.15, 0.35);
  const ribs = between(random, 0.02, 0.07);
  const [left, right, middle] = [...lungs, heart].map(distancesFrom) as [Distances, Distances, Distances];
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const lungDistance = Math.min(squaredDistance(left, x, y), squaredDistance(right, x, y));
      const at = y * SIZE + x;
      // Most of a film: a page draws some thousand of them while it opens.
      if (lungDistance >= LUNG_EDGE.outer) {
        canvas[at] = 0.68;
        continue;
      }
      const air = 1 - smoothStep(LUNG_EDGE.inner, LUNG_EDGE.outer, lungDistance);
      const shadow = 1 - smoothStep(0.6, 1.2, squaredDistance(middle, x, y));
      const band = (y + ribTilt * Math.abs(x - SIZE / 2) + ribPhase) % 4;
      const rib = ribs * bump(((band - 2) / 1.6) * ((band - 2) / 1.6));
      canvas[at] = 0.68 - 0.38 * air + 0.3 * shadow * air + rib * air;
    }
  }
}

/** The finding: a soft opacity, wholly inside the lung. */
function addOpacity(canvas: Float64Array, lung: Ellipse, random: Random) {
  const radius = between(random, 3.5, 6);
  addBump(
    canvas,
    {
      x: lung.x + between(random, -0.4, 0.4) * lung.width,
      y: lung.y + between(random, -0.6, 0.6) * lung.height,
      width: radius * between(random, 0.8, 1.2),
      height: radius * between(random, 0.8, 1.2),
    },
    between(random, OPACITY.least, OPACITY.most),
  );
}

/** A shadow like the finding, but in the shoulders or below the lungs, where it means nothing. */
function addShadowOutside(canvas: Float64Array, centre: number, random: Random) {
  const isAbove = random.integer(2) === 1;
  const radius = between(random, 2.4, 4);
  addBump(
    canvas,
    {
      x: centre + between(random, -11, 11),
      y: isAbove ? between(random, 0, 3) : between(random, 24, 27),
      width: radius,
      height: radius,
    },
    between(random, -OPACITY.most, OPACITY.most),
  );
}

/** Vessels seen end-on: as bright as the finding, but small and sharp. */
function addSpots(canvas: Float64Array, lungs: readonly Ellipse[], random: Random) {
  const spots = 1 + random.integer(3);
  for (let spot = 0; spot < spots; spot++) {
    const lung = lungs[random.integer(2)]!;
    const radius = between(random, 1.1, 1.7);
    addBump(
      canvas,
      {
        x: lung.x + between(random, -0.7, 0.7) * lung.width,
        y: lung.y + between(random, -0.8, 0.8) * lung.height,
        width: radius,
        height: radius,
      },
      between(random, 0.15, 0.4),
    );
  }
}

function addBump(canvas: Float64Array, shape: Ellipse, amplitude: number) {
  const distances = distancesFrom(shape);
  for (let y = 0; y < SIZE; y++) {
    // Nothing is added beyond a distance of 1.
    if (distances.ys[y]! >= 1) continue;
    for (let x = 0; x < SIZE; x++) {
      const distance = squaredDistance(distances, x, y);
      if (distance < 1) canvas[y * SIZE + x]! += amplitude * bump(distance);
    }
  }
}

/** Squared distances from an ellipse's centre along each axis, in its own half-axes, for each column and each row. */
interface Distances {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

function distancesFrom({ x, y, width, height }: Ellipse): Distances {
  return { xs: squares(x, width), ys: squares(y, height) };
}

function squares(centre: number, halfAxis: number): Float64Array {
  const values = new Float64Array(SIZE);
  for (let pixel = 0; pixel < SIZE; pixel++) {
    const distance = (pixel - centre) / halfAxis;
    values[pixel] = distance * distance;
  }
  return values;
}

function squaredDistance({ xs, ys }: Distances, x: number, y: number): number {
  return xs[x]! + ys[y]!;
}

function mirror(canvas: Float64Array) {
  for (let y = 0; y < SIZE; y++) canvas.subarray(y * SIZE, (y + 1) * SIZE).reverse();
}
