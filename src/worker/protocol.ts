import type {
  DatasetRequest,
  DatasetSummary,
  LoadProgress,
  ShardStore,
  Split,
  StoredFile,
} from '../lab/dataset.ts';
import type { LabErrorDescription } from '../lab/lab-error.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type {
  BackendName,
  BackendStatus,
  EpochRecord,
  Predictions,
  RunSummary,
  Versions,
} from '../lab/run-record.ts';

/** What the worker found on this machine. */
export interface Environment {
  readonly backend: BackendStatus;
  /** Each backend with whether it works here, and why (not). */
  readonly offers: readonly BackendOffer[];
  readonly versions: Versions;
  readonly crossOriginIsolated: boolean;
}

export interface BackendOffer {
  readonly name: BackendName;
  readonly available: boolean;
  readonly note: string;
}

/** Asks for a few images as the model would see them. */
export interface PreviewRequest {
  readonly datasetKey: string;
  readonly split: Split;
  /** Images to show, by index in the split. */
  readonly indices: readonly number[];
  /** Augment as this recipe would; null shows the originals. */
  readonly recipe: Recipe | null;
  /** Another epoch is another draw of the augmentation. */
  readonly epoch: number;
}

/** Tiles ready for a canvas. */
export interface PreviewTiles {
  /** RGBA [count, slices, size, size, 4]; 2D images have one slice. */
  readonly pixels: Uint8ClampedArray;
  readonly size: number;
  readonly slices: number;
  /** Label row of each tile, as in SplitData.labels. */
  readonly labels: readonly (readonly number[])[];
}

/** How balancing changes the classes of one epoch. */
export interface BalancePreview {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** What happens while a run trains; `failed`, `stopped` and `finished` are last. */
export type RunEvent =
  | {
      readonly kind: 'started';
      readonly dataset: DatasetSummary;
      readonly backend: BackendStatus;
      readonly versions: Versions;
      readonly parameters: number;
      readonly stepsPerEpoch: number;
    }
  | {
      /** At most ten a second, however quick the steps are. */
      readonly kind: 'progress';
      /** Steps done so far, from the first epoch on. */
      readonly step: number;
      /** Losses of the steps since the last event, oldest first. */
      readonly losses: readonly number[];
      /** AUC over the batches of this epoch so far; null where undefined. */
      readonly trainAuc: number | null;
      readonly imagesPerSecond: number;
      /** Seconds to the end of the last epoch at this pace; null until known. */
      readonly secondsLeft: number | null;
    }
  | { readonly kind: 'evaluating'; readonly split: Split; readonly done: number; readonly total: number }
  | { readonly kind: 'epoch'; readonly record: EpochRecord; readonly best: boolean }
  | { readonly kind: 'paused'; readonly step: number }
  | { readonly kind: 'resumed' }
  | {
      readonly kind: 'finished';
      readonly summary: RunSummary;
      readonly val: Predictions;
      /** Null when the run was stopped before its end: the test part stays unopened. */
      readonly test: Predictions | null;
    }
  /** Stopped before the first epoch was complete: there is nothing to sum up. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: LabErrorDescription };

/**
 * The worker as the page sees it, through Comlink. Every method rejects with an Error whose message is the JSON of a
 * LabErrorDescription (Comlink carries no class); worker/client turns it back into a LabError.
 */
export interface LabWorker {
  environment(): Promise<Environment>;
  /** `null` chooses by itself. Refused while a run trains. */
  useBackend(name: BackendName | null): Promise<Environment>;
  load(request: DatasetRequest, onProgress: (progress: LoadProgress) => void): Promise<DatasetSummary>;
  cancelLoad(): Promise<void>;
  listStoredFiles(): Promise<readonly StoredFile[]>;
  deleteStoredFile(name: string): Promise<void>;
  listShardStores(): Promise<readonly ShardStore[]>;
  preview(request: PreviewRequest): Promise<PreviewTiles>;
  balancePreview(datasetKey: string, recipe: Recipe): Promise<BalancePreview>;
  /** Trains to the end; resolves after the last event. One run at a time. */
  train(recipe: Recipe, datasetKey: string, onEvent: (event: RunEvent) => void): Promise<void>;
  pause(): Promise<void>;
  /** While paused: trains one batch, then pauses again. */
  step(): Promise<void>;
  resume(): Promise<void>;
  /** Ends the run after the current batch; what was learnt so far is summed up. */
  stop(): Promise<void>;
}
