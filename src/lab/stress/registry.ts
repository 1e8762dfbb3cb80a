import type { ImageGeometry } from '../augment/augmentation.ts';
import { createRandom, STREAM } from '../random.ts';
import { blur } from './blur.ts';
import { brightness } from './brightness.ts';
import { contrast } from './contrast.ts';
import { corner } from './corner.ts';
import { jpeg } from './jpeg.ts';
import { noise } from './noise.ts';
import { pixelation } from './pixelation.ts';
import { rotation } from './rotation.ts';
import { shift } from './shift.ts';
import type { Severity, Stress } from './stress.ts';

export const STRESSES = {
  noise,
  blur,
  contrast,
  brightness,
  rotation,
  shift,
  pixelation,
  jpeg,
  corner,
} as const satisfies Record<string, Stress>;

export type StressName = keyof typeof STRESSES;
export const STRESS_NAMES = Object.keys(STRESSES) as readonly StressName[];

/** Draws for every run and recipe: always the same, so that all models are asked about the same images. */
const STRESS_SEED = 2024;

/**
 * An image under a stress.
 *
 * @param image uint8 pixels, left as they are
 * @param index of the image in its part: which draws are its own
 */
export function stressed(
  image: Uint8Array,
  geometry: ImageGeometry,
  name: StressName,
  severity: Severity,
  index: number,
): Uint8Array {
  const changed = image.slice();
  const stress: Stress = STRESSES[name];
  const random = createRandom(STRESS_SEED, STREAM.stress, numberOf(name), index);
  stress.apply(changed, geometry, stress.strengths[severity - 1]!, random);
  return changed;
}

/** From its name, so that adding one to the registry shifts no stream. */
function numberOf(name: string): number {
  return [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 0);
}
