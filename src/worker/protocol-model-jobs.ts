import type { AugmentationName } from '../lab/augment/registry.ts';
import type { Split } from '../lab/dataset.ts';
import type { LabelValues } from '../lab/label-values.ts';
import type { ModelFormatName } from '../lab/model-export/format-names.ts';
import type { ModelFacts } from '../lab/model-export/model-card.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { Activation } from '../lab/run-record.ts';
import type { StressName } from '../lab/stress/registry.ts';
import type { PartScore } from '../lab/study/scored-run.ts';

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

/**
 * An image of the loaded set, with the mark where the run planted one on it; or of the validation part that the run made for
 * itself (a fold, say); or any other.
 */
export type ImageChoice =
  | { readonly of: 'set' | 'run'; readonly split: Split; readonly index: number }
  | {
      readonly of: 'elsewhere';
      /** uint8 [(depth,) height, width, channels], as in SplitData.images. */
      readonly pixels: Uint8Array;
    };

/** What one augmentation does to the scores of an image. */
export interface AugmentedScores {
  readonly name: AugmentationName;
  /** Whether the run trained with it; else it is drawn with its default settings. */
  readonly trainedWith: boolean;
  /** [draws, outputs] */
  readonly logits: Float32Array;
}

/** A training image of the run. */
export interface NearImage {
  /** Of the loaded set, see image-ids. */
  readonly id: number;
  /** Cosine of the angle between the features of the two, 0 to 1. */
  readonly likeness: number;
  /** Label row, as the run saw it. */
  readonly labels: readonly number[];
}

/** Penultimate features and logits of a part, or of some of its images, as the run saw it. */
export interface PartFeatures {
  /** [count, width] */
  readonly features: Float32Array;
  readonly width: number;
  /** [count, outputs] */
  readonly logits: Float32Array;
  readonly outputs: number;
  readonly activation: Activation;
  /** As in SplitData.labels, as the run saw them. */
  readonly labels: LabelValues;
  /** Ids in the loaded set, see image-ids. */
  readonly ids: Uint32Array;
}

/** Images of some parts as points of a plane. */
export interface FeatureMap {
  /** [count], in the order of `ids`. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Ids in the loaded set. */
  readonly ids: Uint32Array;
  /** Index into SPLITS, by the parts of the run. */
  readonly parts: Uint8Array;
  readonly labels: LabelValues;
  readonly logits: Float32Array;
  readonly outputs: number;
  readonly activation: Activation;
  /** By PCA: the share of the features' variance that each of the two axes has; null by UMAP. */
  readonly shares: readonly [number, number] | null;
  /** By PCA: mean and the two axes, so that other epochs can be drawn on the same; null by UMAP. */
  readonly axes: FeatureAxes | null;
}

/** [width] each. */
export interface FeatureAxes {
  readonly mean: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** What a trained model can be asked: what is asked, and what it answers. Both are plain. */
export interface ModelJobs {
  /** Answers are kept by run. */
  readonly features: {
    /** @param most images, drawn evenly from the classes; null: all */
    readonly request: { readonly split: Split; readonly most: number | null };
    readonly answer: PartFeatures;
  };
  /** An image as the run saw it before augmentation: with the mark where the run planted one on it. */
  readonly 'seen-image': {
    readonly request: { readonly image: ImageChoice };
    /** RGBA [1, slices, size, size, 4] */
    readonly answer: {
      readonly pixels: Uint8ClampedArray;
      readonly size: number;
      readonly slices: number;
    };
  };
  /** Logits of one image, [outputs]. */
  readonly 'image-scores': {
    readonly request: { readonly image: ImageChoice };
    readonly answer: { readonly logits: Float32Array; readonly activation: Activation };
  };
  readonly 'augmented-scores': {
    readonly request: { readonly image: ImageChoice; readonly draws: number };
    readonly answer: readonly AugmentedScores[];
  };
  /** Where an image speaks for an answer; see training/grad-cam. */
  readonly 'grad-cam': {
    readonly request: {
      readonly image: ImageChoice;
      readonly output: number;
      /** −1: what speaks against the output, which is for the first of two classes. */
      readonly direction: 1 | -1;
      /** Of the network, from 1; absent: the last one whose maps still tell where. */
      readonly stage?: number;
    };
    readonly answer: {
      /** [(d,) h, w], not negative */
      readonly map: Float32Array;
      readonly shape: readonly number[];
      /** 1 to 4 */
      readonly stage: number;
    };
  };
  /** The training images whose features point most the way of the image's. */
  readonly 'nearest-images': {
    readonly request: { readonly image: ImageChoice; readonly count: number };
    readonly answer: readonly NearImage[];
  };
  readonly 'feature-map': {
    readonly request: {
      readonly parts: readonly Split[];
      /** Of each part, drawn evenly from the classes. */
      readonly most: number;
      /** Those of another epoch; null: its own. */
      readonly axes: FeatureAxes | null;
    };
    readonly answer: FeatureMap;
  };
  /** By UMAP (McInnes et al. 2018). Answers are kept by run. */
  readonly 'feature-umap': {
    readonly request: { readonly parts: readonly Split[]; readonly most: number };
    readonly answer: FeatureMap;
  };
  /** Kept by run. The name null: the part as it is. Scores by severity; null where the part has no AUC. */
  readonly stress: {
    readonly request: { readonly split: Split; readonly name: StressName | null };
    readonly answer: { readonly scores: readonly PartScore[] | null };
  };
  /** The net with a page that shows it, as a zip of one folder that any static host serves. */
  readonly 'own-page': {
    readonly request: {
      /** With images of the set: training images to compare with, validation images to try. */
      readonly withImages: boolean;
      /** Address of the folder with the built page. */
      readonly page: string;
      /** Name of the folder in the zip. */
      readonly stem: string;
    } & Pick<ModelFacts, 'name' | 'scores' | 'lab'>;
    readonly answer: File;
  };
  /** The net as a file for other programs, with its card: a zip. */
  readonly 'saved-model': {
    readonly request: { readonly format: ModelFormatName } & Pick<ModelFacts, 'name' | 'scores' | 'lab'>;
    readonly answer: Uint8Array<ArrayBuffer>;
  };
}

export type ModelJobName = keyof ModelJobs;
