import type { DatasetSummary } from '../dataset.ts';

/** Kinds of sets that ask for recipes of their own. */
export const SET_KINDS = ['grey', 'colour', 'many-classes', 'volumes', 'few-images'] as const;
export type SetKind = (typeof SET_KINDS)[number];

/** Up to so many training images are few: BreastMNIST (546) and RetinaMNIST (1,080), and no other flat set of MedMNIST. */
export const FEW_IMAGES = 2000;

/** What of a set decides its kind. */
export interface SetShape extends Pick<DatasetSummary, 'task' | 'dims' | 'channels'> {
  readonly trainImages: number;
}

/**
 * The one kind of a set. What asks for most comes first: volumes need a net of their own; few flat images need more
 * augmentation, whatever their colour; colour images can be turned and mirrored at will more often than grey ones.
 */
export function kindOfSet({ task, dims, channels, trainImages }: SetShape): SetKind {
  if (dims === 3) return 'volumes';
  if (trainImages <= FEW_IMAGES) return 'few-images';
  if (channels > 1) return 'colour';
  return task === 'binary' ? 'grey' : 'many-classes';
}
