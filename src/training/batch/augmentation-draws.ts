import type { Augmentation, PairAugmentation } from '../../lab/augment/augmentation.ts';
import { COPY_AUGMENTATION } from '../../lab/augment/copy-augmentation.ts';
import {
  AUGMENTATIONS,
  type AugmentationName,
  type AugmentationSettings,
} from '../../lab/augment/registry.ts';
import { createRandom, type Random, STREAM } from '../../lab/random.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';

/** In the order in which they are applied. */
export const AUGMENTATION_NAMES = Object.keys(AUGMENTATIONS) as AugmentationName[];

/** Which training image, and which of its copies in the epoch, is drawn for. */
export interface Draw {
  /** From 0; another epoch is another draw. */
  readonly epoch: number;
  readonly index: number;
  /** 0: the original. */
  readonly occurrence: number;
}

/** Of the image in a row of a batch that begins at `start` in the epoch. */
export function drawOf(epoch: number, index: number, row: number, start: number, copy: boolean): Draw {
  return { epoch, index, occurrence: copy ? start + row + 1 : 0 };
}

export function augmentationOf(name: AugmentationName): Augmentation | PairAugmentation {
  return AUGMENTATIONS[name] as Augmentation | PairAugmentation;
}

/** What goes over an image, or over an added copy of one. */
export function settingsFor({ augment, balance, pitfalls }: Recipe, copy: boolean): AugmentationSettings {
  if (pitfalls.exactCopies) return {};
  if (balance.name !== 'upsample-augmented') return augment;
  if (!copy) return balance.originals === 'plain' ? {} : augment;
  return Object.values(augment).some((settings) => settings !== undefined) ? augment : COPY_AUGMENTATION;
}

/** Each augmentation draws from a stream of its own, so that turning one on does not change the draws of another. */
export function randomOf(
  seed: number,
  name: AugmentationName,
  { epoch, index, occurrence }: Draw,
  ...others: readonly number[]
): Random {
  const stream = AUGMENTATION_STREAMS[name];
  return createRandom(seed, STREAM.augmentation, stream, epoch, index, occurrence, ...others);
}

/** A number of its own for each augmentation, from its name, so that adding one to the registry shifts no stream. */
const AUGMENTATION_STREAMS = Object.fromEntries(
  AUGMENTATION_NAMES.map((name) => [
    name,
    [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 0),
  ]),
) as Record<AugmentationName, number>;
