import type { Random } from '../../lab/random.ts';
import { addSmoothField2d, between, bump, grain, quantise, smoothStep } from './fields.ts';

const SIZE = 28;
const GRAIN = 0.035;

type Colour = readonly [number, number, number];

/** How the spot of one class looks; what is given as two numbers differs from image to image between them. */
interface Spot {
  /** In pixels. */
  readonly radius: readonly [number, number];
  readonly colour: Colour;
  /** How uneven its edge is, 0 to 1. */
  readonly lobes: readonly [number, number];
  /** Share of the radius over which it fades. */
  readonly fade: number;
  /** Height of the patches within. */
  readonly patches: number;
  /** Brightness of its centre, and of a ring near its edge. */
  readonly centre: number;
  readonly ring: number;
  /** Share of its pixels that are pale scales. */
  readonly scales: number;
}

/** In the order of DermaMNIST's classes; its sixth, the mole, is the common one. */
const SPOTS: readonly Spot[] = [
  spot({ radius: [5.5, 9.5], colour: [0.7, 0.4, 0.36], lobes: [0.05, 0.25], fade: 0.5, scales: 0.08 }),
  spot({ radius: [4, 8], colour: [0.76, 0.52, 0.48], lobes: [0, 0.15], fade: 0.3, ring: 0.12 }),
  spot({ radius: [4.5, 9], colour: [0.58, 0.41, 0.3], lobes: [0.02, 0.2], fade: 0.12, patches: 0.18 }),
  spot({ radius: [3.5, 6.5], colour: [0.62, 0.4, 0.34], lobes: [0, 0.1], fade: 0.35, centre: 0.18 }),
  spot({ radius: [4.5, 9.5], colour: [0.38, 0.26, 0.22], lobes: [0.1, 0.4], fade: 0.22, patches: 0.2 }),
  spot({ radius: [3.8, 8.5], colour: [0.47, 0.32, 0.25], lobes: [0, 0.2], fade: 0.25, patches: 0.1 }),
  spot({ radius: [3, 7], colour: [0.58, 0.24, 0.27], lobes: [0, 0.18], fade: 0.25, patches: 0.1 }),
];

function spot(own: Pick<Spot, 'radius' | 'colour' | 'lobes' | 'fade'> & Partial<Spot>): Spot {
  return { patches: 0, centre: 0, ring: 0, scales: 0, ...own };
}

/**
 * A spot on skin in 28×28 colours, of one of seven classes that differ in colour, edge and what is within. What makes it hard:
 * skin, light and the colour of the spot differ from image to image, and hairs lie over spots of every class.
 *
 * @param target [28, 28, 3] uint8
 */
export function drawDerma(target: Uint8Array, kind: number, random: Random): void {
  const looks = SPOTS[kind]!;
  const skin = between(random, -0.08, 0.06);
  const ground: Colour = [0.86 + skin, 0.68 + 1.2 * skin, 0.6 + 1.3 * skin];
  const brightness = between(random, -0.09, 0.09);
  const tint = ground.map(() => brightness + between(random, -0.04, 0.04));
  const strength = between(random, 0.4, 1);
  const light = new Float64Array(SIZE * SIZE);
  addSmoothField2d(light, SIZE, 3, 0.08, random);
  const patches = new Float64Array(SIZE * SIZE);
  addSmoothField2d(patches, SIZE, 7, looks.patches, random);
  const within = shapeOf(looks, random);
  const planes = ground.map(() => new Float64Array(SIZE * SIZE));
  for (let at = 0; at < SIZE * SIZE; at++) {
    const { share, distance } = within(at % SIZE, Math.floor(at / SIZE));
    const off = (distance - 0.8) / 0.25;
    const change = looks.centre * bump(2 * distance * distance) + looks.ring * bump(off * off);
    const scale = looks.scales > 0 && random.uniform() < looks.scales ? 0.2 : 0;
    for (const [channel, plane] of planes.entries()) {
      const colour = looks.colour[channel]! + tint[channel]! + change + scale + patches[at]!;
      const skinHere = ground[channel]! + light[at]!;
      plane[at] = skinHere + strength * share * (colour - skinHere) + GRAIN * grain(random);
    }
  }
  addHairs(planes, random);
  const pixels = new Uint8Array(SIZE * SIZE);
  for (const [channel, plane] of planes.entries()) {
    quantise(plane, pixels);
    pixels.forEach((value, at) => {
      target[at * planes.length + channel] = value;
    });
  }
}

/** How much of a pixel is spot, 0 to 1, and how far out it lies, 1 at the edge. */
function shapeOf(looks: Spot, random: Random) {
  const [x, y] = [between(random, 11.5, 15.5), between(random, 11.5, 15.5)];
  const radius = between(random, ...looks.radius);
  const stretch = between(random, 0.8, 1.25);
  const depth = between(random, ...looks.lobes);
  const lobes = Array.from({ length: 4 }, () => {
    const [along, across] = [between(random, -1, 1), between(random, -1, 1)];
    const length = Math.sqrt(along * along + across * across) + 1e-9;
    return [along / length, across / length] as const;
  });
  return (column: number, row: number) => {
    const [dx, dy] = [(column - x) * stretch, (row - y) / stretch];
    const length = Math.sqrt(dx * dx + dy * dy) + 1e-9;
    let reach = 1;
    for (const [along, across] of lobes) {
      const cosine = (dx * along + dy * across) / length;
      if (cosine > 0) reach += depth * (2 * cosine * cosine * cosine * cosine - 0.5);
    }
    const distance = length / (radius * Math.max(0.4, reach));
    return { share: 1 - smoothStep(1 - looks.fade, 1 + looks.fade, distance), distance };
  };
}

/** Dark lines over the whole image, on one of three; they mean nothing. */
function addHairs(planes: readonly Float64Array[], random: Random): void {
  const hairs = random.integer(3) === 0 ? 1 + random.integer(3) : 0;
  for (let hair = 0; hair < hairs; hair++) {
    const start = between(random, -6, 30);
    const slope = between(random, -0.9, 0.9);
    const bend = between(random, -0.02, 0.02);
    const isUpright = random.integer(2) === 1;
    for (let step = 0; step < SIZE; step++) {
      const across = Math.floor(start + slope * step + bend * step * step);
      if (across < 0 || across >= SIZE) continue;
      const at = isUpright ? step * SIZE + across : across * SIZE + step;
      for (const plane of planes) plane[at] = plane[at]! * 0.45;
    }
  }
}
