import type { DatasetSummary } from './dataset.ts';
import type { LabErrorDescription } from './lab-error.ts';
import type { LabelValues } from './label-values.ts';
import type { Recipe } from './recipe/recipe.ts';
import type { SealMark } from './seal/test-seal.ts';

/** Raise when stored records change shape, and teach storage/migrations the way. */
export const RUN_RECORD_VERSION = 1;

/** `interrupted`: the page was closed or crashed while it ran; what had been measured is kept. */
export type RunStatus = 'running' | 'paused' | 'finished' | 'stopped' | 'failed' | 'interrupted';

/** The tfjs backends a person can choose. */
export const BACKENDS = ['webgpu', 'simd', 'webgl', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** As a person reads them; files and the command line have the names above. */
export const BACKEND_TITLES: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  simd: 'SIMD',
  webgl: 'WebGL',
  cpu: 'CPU',
};

/** Which backend computes, and why that one. */
export interface BackendStatus {
  readonly name: BackendName;
  /** For the header, for instance "WebGPU · Apple M2" or "SIMD · 8 threads". */
  readonly label: string;
  /** Why it was chosen, in one sentence; names what was tried before and failed. */
  readonly reason: string;
  /** Whether the choice was a person's. */
  readonly chosen: boolean;
  /** Name of the adapter or processor as far as the browser tells. */
  readonly device: string;
  /** Threads that compute, or null where the backend does not say. */
  readonly threads: number | null;
}

export interface Versions {
  /** With the commit that it was built from, as labVersion writes it; without in records of older builds. */
  readonly lab: string;
  readonly tfjs: string;
}

/** Scores of one split under one set of weights. */
export interface Scores {
  /** Area under the ROC curve; mean one-vs-rest for multi-class, mean over labels for multi-label. */
  readonly auc: number;
  /** Share of right answers at score > 0.5, or by the largest score; mean over labels for multi-label. */
  readonly acc: number;
  /** Mean of the training loss over the split; null where the loss needs both classes and the split lacks one. */
  readonly loss: number | null;
  /** 95 % DeLong interval of the AUC, logit-transformed; binary tasks only. */
  readonly interval: readonly [number, number] | null;
  /** One-vs-rest AUC of each class (label); a single entry for binary tasks; NaN-free: null where undefined. */
  readonly aucByClass: readonly (number | null)[];
}

/** One row of the curve, after one epoch. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  readonly phase: 'warm-up' | 'main';
  /** Mean loss over the epoch's batches. */
  readonly trainLoss: number;
  /** AUC over the epoch's batches as they were trained on (augmented, balanced); null where undefined. */
  readonly trainAuc: number | null;
  readonly val: Scores;
  readonly learningRate: number;
  /** Seconds of training, without evaluation. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** How the logits of an image become probabilities: each by itself, or all of a row together. */
export type Activation = 'sigmoid' | 'softmax';

/** Raw outputs of one split: what intervals, ROC curves and paired tests are computed from. */
export interface Predictions {
  /**
   * [count, outputs], finite. In float64 where the record is from before logits were kept, see fromProbabilities.
   */
  readonly logits: Float32Array | Float64Array;
  readonly activation: Activation;
  /** As in SplitData.labels. */
  readonly labels: LabelValues;
  readonly outputs: number;
  /** As in SplitData.union: there where the part is a fold or was drawn anew. */
  readonly union?: Uint32Array;
}

/** The scores that runs are compared by: val, cross-fitted over the epochs of the main stage; see ranking/cross-fit. */
export interface RankingScores extends Scores {
  /**
   * The epochs whose weights scored the first and the second half of val: each was best on the other half. A single
   * one, the last, where val has too few images of a class to be halved.
   */
  readonly epochs: readonly number[];
}

export interface RunSummary {
  /** Scores of the best epoch (highest val AUC of the main stage): too high, as it was chosen on the same images. */
  readonly val: Scores;
  /** Null in records from before val was cross-fitted, and where the worker did not live to sum the run up. */
  readonly ranking: RankingScores | null;
  /**
   * Scored once, with the best epoch's weights, after training; null when the run was stopped before, or where no class
   * or label of the test part has an AUC, see scoredOutputs.
   */
  readonly test: Scores | null;
  readonly bestEpoch: number;
  readonly epochs: number;
  /** Why training ended. */
  readonly ended: 'all-epochs' | 'early-stopping' | 'stopped';
  /** Images trained on per second of training, evaluation excluded. */
  readonly imagesPerSecond: number;
  /** Wall-clock seconds in all, pauses excluded. */
  readonly seconds: number;
}

/** All there is to know of one run. Append-only while it runs. */
export interface RunRecord {
  readonly version: typeof RUN_RECORD_VERSION;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly recipe: Recipe;
  /** Short hash of the canonical recipe. */
  readonly recipeHash: string;
  readonly dataset: DatasetSummary;
  readonly backend: BackendName;
  /** What the backend ran on, and why it was chosen. */
  readonly device: BackendStatus;
  readonly versions: Versions;
  readonly status: RunStatus;
  readonly error: LabErrorDescription | null;
  /** Number of trainable weights. */
  readonly parameters: number;
  readonly stepsPerEpoch: number;
  /** Loss of every step so far. */
  readonly stepLosses: readonly number[];
  readonly epochs: readonly EpochRecord[];
  readonly summary: RunSummary | null;
  /** In exports: how the seal of its set's test part stood; test scores are there only where it was open. */
  readonly testSeal?: SealMark;
}
