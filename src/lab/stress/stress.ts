import type { ImageGeometry } from '../augment/augmentation.ts';
import { exactExp } from '../exact-math.ts';
import type { Random } from '../random.ts';

/** Each stress has five strengths, as MedMNIST-C (Di Salvo, Doerrich & Ledig, 2024) has. */
export const SEVERITIES = [1, 2, 3, 4, 5] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Strengths of the severities 1 to 5. */
export type Strengths = readonly [number, number, number, number, number];

/**
 * One way in which images can be worse than those that were trained on; a new one is a file here and a line in
 * registry.ts. Results are rounded to whole greys, where MedMNIST-C cuts them off.
 */
export interface Stress {
  readonly label: string;
  /** One line for a student. */
  readonly explanation: string;
  readonly strengths: Strengths;
  /** A strength in words, for instance "σ 0.04". */
  strengthText(strength: number): string;
  /**
   * Changes one image in place. Draws are the same at each strength, so that a severity is the one before it, only worse.
   *
   * @param image uint8 pixels [(depth,) height, width, channels]; volumes slice by slice, by the same draws but for noise
   */
  apply(image: Uint8Array, geometry: ImageGeometry, strength: number, random: Random): void;
}

/** The nearest grey. */
export function grey(value: number): number {
  return Math.round(Math.min(255, Math.max(0, value)));
}

/** The [height, width, channels] planes of an image, as views: one of a flat image, one a slice of a volume. */
export function planesOf(image: Uint8Array, { size, channels }: ImageGeometry): readonly Uint8Array[] {
  const length = size * size * channels;
  return Array.from({ length: image.length / length }, (_, plane) =>
    image.subarray(plane * length, (plane + 1) * length),
  );
}

/** A length that is meant for images of 28 pixels, on images of this edge. */
export function scaledTo(size: number, pixels: number): number {
  return (pixels * size) / 28;
}

/** Weights of a Gaussian from −radius to radius, with the sum 1. */
export function gaussianWeights(sigma: number): Float64Array {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, place) =>
    exactExp(-((place - radius) * (place - radius)) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
