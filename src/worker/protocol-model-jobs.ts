import type { Split } from '../lab/dataset.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { Activation } from '../lab/run-record.ts';

/** The weights that a job is about. */
export interface ModelReference {
  readonly runId: string;
  /** Of the run. */
  readonly recipe: Recipe;
  /** Of a loaded set, which has to be that of the run. */
  readonly datasetKey: string;
  /** Whose weights are meant, from 1; null: those of the best epoch. */
  readonly epoch: number | null;
}

/** The weights that are kept of a run. */
export interface KeptWeights {
  /** Of the run. */
  readonly id: string;
  /** The best epoch; null where the run has not come to its end. */
  readonly best: number | null;
  /** All epochs whose weights are kept, ascending. */
  readonly epochs: readonly number[];
  readonly bytes: number;
}

export interface JobProgress {
  readonly done: number;
  readonly total: number;
}

/** Penultimate features and logits of a part, as the run saw it. */
export interface PartFeatures {
  /** [count, width] */
  readonly features: Float32Array;
  readonly width: number;
  /** [count, outputs] */
  readonly logits: Float32Array;
  readonly outputs: number;
  readonly activation: Activation;
  /** As in SplitData.labels, as the run saw them. */
  readonly labels: Uint8Array;
}

/** What a trained model can be asked: what is asked, and what it answers. Both are plain. */
export interface ModelJobs {
  /** Answers are kept by run. */
  readonly features: {
    readonly request: { readonly split: Split };
    readonly answer: PartFeatures;
  };
}

export type ModelJobName = keyof ModelJobs;
