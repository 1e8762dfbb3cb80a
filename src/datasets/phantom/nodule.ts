import type { Random } from '../../lab/random.ts';
import { addSmoothField3d, between, bump, direction, grain, quantise } from './fields.ts';
import { addTube, type Point } from './tube.ts';

const SIZE = 28;
const GRAIN = 0.1;

/**
 * A lung nodule in 28×28×28 grey: a body of smooth texture with vessels passing through, and in the middle a nodule. All
 * volumes have one; the finding (malignant) is its form: spikes and an uneven edge against a smooth ball. Size and
 * brightness overlap between the classes, so that neither gives the answer away.
 *
 * @param target [28, 28, 28] uint8
 */
export function drawNodule(target: Uint8Array, hasFinding: boolean, random: Random): void {
  const canvas = new Float64Array(SIZE * SIZE * SIZE);
  addSmoothField3d(canvas, SIZE, 5, 0.1, random);
  const vessels = 1 + random.integer(3);
  for (let vessel = 0; vessel < vessels; vessel++) addVessel(canvas, random);
  addNodule(canvas, hasFinding, random);
  const brightness = between(random, 0.2, 0.34);
  const contrast = between(random, 0.65, 1.15);
  for (let at = 0; at < canvas.length; at++) {
    canvas[at] = brightness + contrast * (canvas[at]! + GRAIN * grain(random));
  }
  quantise(canvas, target);
}

function addVessel(canvas: Float64Array, random: Random) {
  const start: Point = [between(random, 2, 26), between(random, 2, 26), between(random, 2, 26)];
  const along = direction(random);
  addTube(canvas, SIZE, start, along, 40, between(random, 1.1, 1.8), between(random, 0.1, 0.3));
}

function addNodule(canvas: Float64Array, isMalignant: boolean, random: Random) {
  const centre: Point = [between(random, 12, 15), between(random, 12, 15), between(random, 12, 15)];
  const radius = isMalignant ? between(random, 4, 7) : between(random, 3.6, 6.6);
  const brightness = between(random, 0.3, 0.5);
  const stretch = Array.from({ length: 3 }, () => between(random, 0.85, 1.2)) as [number, number, number];
  // Lobes change the radius by direction. Both classes have some; malignant ones have more, and spikes.
  const lobes = Array.from({ length: 5 }, () => direction(random));
  const depth = isMalignant ? between(random, 0.15, 0.35) : between(random, 0, 0.15);
  for (let z = 0; z < SIZE; z++) {
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++) {
        const dx = (x - centre[0]) * stretch[0];
        const dy = (y - centre[1]) * stretch[1];
        const dz = (z - centre[2]) * stretch[2];
        const squared = dx * dx + dy * dy + dz * dz;
        if (squared > 121) continue;
        const distance = Math.sqrt(squared) + 1e-9;
        let reach = 1;
        for (const lobe of lobes) {
          const cosine = (dx * lobe[0] + dy * lobe[1] + dz * lobe[2]) / distance;
          if (cosine > 0) reach += depth * (2 * cosine * cosine * cosine * cosine - 0.5);
        }
        const relative = distance / (radius * reach);
        canvas[(z * SIZE + y) * SIZE + x]! += brightness * bump(relative * relative * 0.8);
      }
    }
  }
  const spikes = isMalignant ? 3 + random.integer(4) : random.integer(2);
  for (let spike = 0; spike < spikes; spike++) {
    const along = direction(random);
    const start = centre.map((value, axis) => value + along[axis]! * radius * 0.6) as Point;
    addTube(canvas, SIZE, start, along, between(random, 4, 7), 1.6, brightness * 0.8);
  }
}
