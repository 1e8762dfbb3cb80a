import type { Random } from '../random.ts';
import type { z } from '../zod.ts';
import type { PixelChange } from './pixel-change.ts';

/** Shape of one image: [(depth,) height, width, channels], channels last, every edge `size`. */
export interface ImageGeometry {
  readonly dims: 2 | 3;
  /** Edge length in pixels (voxels). */
  readonly size: number;
  readonly channels: number;
}

/** Values of an image, channels and all, `end` excluded. */
export interface PixelRange {
  readonly start: number;
  readonly end: number;
}

interface Named<Settings extends z.ZodObject> {
  readonly label: string;
  /** One line for a student. */
  readonly explanation: string;
  readonly settings: Settings;
  /** Word used in the name of a run. */
  readonly shortName: string;
}

/**
 * One random change of a training image; a new one is a file here and a line in registry.ts. The form that edits it
 * is drawn from `settings`.
 */
export interface Augmentation<Settings extends z.ZodObject = z.ZodObject> extends Named<Settings> {
  /**
   * Changes one image in place.
   *
   * @param image pixels on the [0, 1] scale
   * @param scratch as long as the image; content undefined before and after
   */
  apply(
    image: Float32Array,
    geometry: ImageGeometry,
    settings: z.infer<Settings>,
    random: Random,
    scratch: Float32Array,
  ): void;
  /**
   * The same draw as plain changes, for a backend that brings a kernel for them; absent: only {@link apply} can do it.
   * Draws from the stream what `apply` draws from it.
   */
  changes?(geometry: ImageGeometry, settings: z.infer<Settings>, random: Random): readonly PixelChange[];
  /**
   * As {@link apply}, to the pixels from `start` to `end` alone and with the same draws: for a picture of one plane of a
   * volume. Absent: `apply` is quick enough.
   */
  applyWithin?(image: Float32Array, within: PixelRange, settings: z.infer<Settings>, random: Random): void;
  /** Whether no pixel hangs on another one. Absent: some may, and all that comes before is done to the whole image. */
  isPointwise?(settings: z.infer<Settings>): boolean;
  /** What evaluation does instead, where the input would otherwise be of another scale than in training. */
  applyAtEvaluation?(image: Float32Array): void;
}

/** A random mixture of a training image with another one, and of their labels. */
export interface PairAugmentation<Settings extends z.ZodObject = z.ZodObject> extends Named<Settings> {
  /**
   * Mixes the partner into the image, in place.
   *
   * @param image pixels on the [0, 1] scale
   * @param partner another training image, augmented as the image is
   * @returns the image's own share of pixels and label, ½ to 1
   */
  mix(image: Float32Array, partner: Float32Array, settings: z.infer<Settings>, random: Random): number;
}

/** Lets TypeScript infer the settings from the schema. */
export function defineAugmentation<Settings extends z.ZodObject>(
  augmentation: Augmentation<Settings>,
): Augmentation<Settings> {
  return augmentation;
}

export function definePairAugmentation<Settings extends z.ZodObject>(
  augmentation: PairAugmentation<Settings>,
): PairAugmentation<Settings> {
  return augmentation;
}
