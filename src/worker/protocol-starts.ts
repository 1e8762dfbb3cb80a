import type { DatasetSummary } from '../lab/dataset.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { WeightsFacts } from '../lab/start/weights.ts';

/** Weights that are kept for runs to start from. */
export interface KeptStart {
  /** Names them in recipes, see weightsHash. */
  readonly hash: string;
  /** What a person calls them. */
  readonly name: string;
  readonly bytes: number;
  readonly facts: WeightsFacts;
}

/** Where weights are to be had from. */
export type StartSource =
  | { readonly kind: 'file'; readonly file: Blob; readonly name: string }
  /** The best epoch of a run whose weights are kept; its set need not be loaded. */
  | {
      readonly kind: 'run';
      readonly runId: string;
      readonly recipe: Recipe;
      readonly dataset: DatasetSummary;
      readonly name: string;
    };
