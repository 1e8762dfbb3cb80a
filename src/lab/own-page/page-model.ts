import type { ModelFacts } from '../model-export/model-card.ts';
import type { Activation } from '../run-record.ts';

/** Files of a page of one's own, beside those of the page itself; the page is written together with them. */
export const PAGE_FILES = {
  model: 'model.json',
  weights: 'weights.bin',
  images: 'images.bin',
} as const;

/** What `model.json` says: all that is known of the net, and how the two binary files are cut. */
export interface PageModel extends ModelFacts {
  readonly version: 1;
  readonly activation: Activation;
  /** In words, and by its hash. */
  readonly recipeText: string;
  readonly recipeHash: string;
  /** Of the training part, by channel on the [0, 1] scale; null where the recipe does not normalise by it. */
  readonly normalisation: { readonly mean: readonly number[]; readonly deviation: readonly number[] } | null;
  /** Arrays of weights.bin, little-endian float32 one after the other: name and length. */
  readonly arrays: readonly (readonly [string, number])[];
  readonly images: PageImages | null;
}

/** Images of the set that the page holds, in images.bin one after the other. */
export interface PageImages {
  /** Training images to compare with: float32 features [count, width], then thumbnails RGBA [count, edge, edge, 4]. */
  readonly nearest: {
    readonly width: number;
    readonly edge: number;
    /** Label rows as in SplitData.labels. */
    readonly labels: readonly (readonly number[])[];
  };
  /** Validation images to try: uint8 [(depth,) height, width, channels] each. */
  readonly samples: readonly (readonly number[])[];
}
