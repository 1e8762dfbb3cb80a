import type { AugmentationName } from '../lab/augment/registry.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { AugmentedImages, PreviewTiles, TrainingImages } from './protocol.ts';

/** An answer, or the training images that have to be given first. */
export type Drawn<Answer> = { readonly answer: Answer } | { readonly missing: readonly number[] };

/**
 * The worker that draws what a recipe does to an image, beside the one that trains and would answer between two steps
 * only. It holds the few images that are drawn from; rejects as the lab's worker does.
 */
export interface PicturesWorker {
  give(images: TrainingImages): Promise<void>;
  /**
   * One training image as it is, and what the recipe makes of it.
   *
   * @param draws from 0; that of the epoch of this number
   * @param slice of a volume this one alone; null: all
   */
  augmentedImages(
    datasetKey: string,
    image: number,
    recipe: Recipe,
    draws: readonly number[],
    slice: number | null,
  ): Promise<Drawn<AugmentedImages>>;
  /** What one augmentation does to a training image, or to the middle slice of a volume, by a draw that shows it. @param settings null: the default ones */
  augmentationSample(
    datasetKey: string,
    image: number,
    name: AugmentationName,
    settings: object | null,
  ): Promise<Drawn<PreviewTiles>>;
}
