import type { Attribute } from '../lab/attributes/attribute.ts';
import type { BenchEvent, Thoroughness } from '../lab/bench/device-report.ts';
import type { Pruning } from '../lab/confident-learning/confident-learning.ts';
import type { DoubtedImage, ListQuality } from '../lab/confident-learning/doubted-images.ts';
import type { RunMarks } from '../lab/continuation.ts';
import type {
  DatasetRequest,
  DatasetSummary,
  LoadProgress,
  ShardStore,
  Split,
  StoredFile,
} from '../lab/dataset.ts';
import type { Edition } from '../lab/edition/edition.ts';
import type { ImageQuery } from '../lab/gallery/choose-images.ts';
import type { ScoreColumn } from '../lab/gallery/score-columns.ts';
import type { GivenPart } from '../lab/import/import-file.ts';
import type { ImportLook } from '../lab/import/look.ts';
import type { GivenImportOptions, ImportOptions } from '../lab/import/options.ts';
import type { LabErrorDescription } from '../lab/lab-error.ts';
import type { LabelValues } from '../lab/label-values.ts';
import type { ChannelLevels } from '../lab/level-histogram.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { RunEvent } from '../lab/run-event.ts';
import type { BackendName, BackendStatus, Predictions, Versions } from '../lab/run-record.ts';
import type {
  JobProgress,
  KeptWeights,
  ModelJobName,
  ModelJobs,
  ModelReference,
} from './protocol-model-jobs.ts';
import type { KeptStart, StartSource } from './protocol-starts.ts';

/** What the worker found on this machine. */
export interface Environment {
  readonly backend: BackendStatus;
  /** Each backend with whether it works here, and why (not). */
  readonly offers: readonly BackendOffer[];
  readonly versions: Versions;
  readonly crossOriginIsolated: boolean;
  /** Threads that the SIMD backend can use here at most. */
  readonly mostThreads: number;
}

export interface BackendOffer {
  readonly name: BackendName;
  readonly available: boolean;
  readonly note: string;
}

/** How a set is saved: an .npz of the official layout, or Zarr v3 shards in a zip. */
export type SetFormat = 'npz' | 'zarr';

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

/** A training image as it is (tile 0), and what a recipe makes of it, draw by draw. */
export interface AugmentedImages extends PreviewTiles {
  /** What of each draw is the image itself, ½ to 1; below 1 another one is mixed in. */
  readonly shares: readonly number[];
  /** Label row of what is mixed in, draw by draw; empty where nothing is. */
  readonly partners: readonly (readonly number[])[];
}

/** Some images of a training part, with what is needed to draw from it. */
export interface TrainingImages {
  readonly summary: DatasetSummary;
  /** Of the whole part, as in SplitData.labels. */
  readonly labels: LabelValues;
  /** Which images these are. */
  readonly indices: readonly number[];
  /** One after the other, as in SplitData.images. */
  readonly pixels: Uint8Array;
}

/** The validation images on the light table, see shownImages. */
export interface TableImages {
  /** RGBA [images, size, size, 4], no larger than a tile needs. */
  readonly pixels: Uint8ClampedArray;
  readonly size: number;
  /** As in SplitData.labels, of these images. */
  readonly labels: LabelValues;
  /** Index of each in the validation part. */
  readonly images: Int32Array;
  /** Images in the validation part. */
  readonly total: number;
}

/** One image as it is: RGBA [slices, size, size, 4]. */
export interface TablePortrait {
  readonly pixels: Uint8ClampedArray;
  readonly size: number;
  readonly slices: number;
}

/** Images of the gallery, as ids (see image-ids), in their order. */
export interface GalleryImages {
  readonly ids: Uint32Array;
  /** By id, of all images of the set: label rows, and the correlation with the mean image of the class. */
  readonly labels: LabelValues;
  readonly typicality: Float32Array;
}

/** Thumbnails, RGBA [images, size, size, 4]. */
export interface GalleryTiles {
  readonly pixels: Uint8ClampedArray;
  readonly size: number;
}

/** Two images that look the same. */
export interface TwinPair {
  /** Ids, the first the smaller: of two parts the training image comes first. */
  readonly one: number;
  readonly other: number;
  /** Pearson's correlation of both as thumbnails: 1 is the same up to brightness and contrast. */
  readonly likeness: number;
}

/** Near duplicates, exact ones among them, the most alike first. */
export interface LookAlikes {
  readonly pairs: readonly TwinPair[];
  /** Found in all; `pairs` may have fewer. */
  readonly total: number;
}

/** What the classes of a part look like. */
export interface ClassOverview {
  /** RGBA [classes, size, size, 4]: the mean image of each, transparent where there is none. */
  readonly pixels: Uint8ClampedArray;
  readonly size: number;
  readonly classes: readonly {
    readonly count: number;
    /** Ids of the images most and least like the mean image of the class, the utmost first. */
    readonly typical: Uint32Array;
    readonly unusual: Uint32Array;
    /** Share of the pixels in each of 32 bins of grey. */
    readonly histogram: readonly number[];
  }[];
}

/** Out-of-fold scores of the union of train and val, see outOfFold. */
export interface FoldScores extends Pick<Predictions, 'logits' | 'activation' | 'outputs'> {
  readonly union: Uint32Array;
}

/** Which training labels are doubted. */
export interface LabelReview {
  /** The surest first. */
  readonly doubts: readonly DoubtedImage[];
  /** Training images that were asked about. */
  readonly images: number;
  /** Label rows of the doubted images, as they are trained on. */
  readonly given: Readonly<Record<number, readonly number[]>>;
  /** Where labels were changed at random: how good the list is. Null where nobody knows the truth. */
  readonly quality: ListQuality | null;
  /** True label rows of the doubted images; null where nobody knows them. */
  readonly truth: Readonly<Record<number, readonly number[]>> | null;
}

/** A state that lies ready for a run to go on from. */
export interface KeptState {
  /** Of the run. */
  readonly id: string;
  readonly epochsDone: number;
  readonly bytes: number;
}

/** Which run is to be trained. */
export interface RunStart extends RunMarks {
  /** Whether it goes on from the state that is kept of it. */
  readonly continues: boolean;
}

/** How balancing changes the classes of one epoch. */
export interface BalancePreview {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * The worker as the page sees it, through Comlink. Every method rejects with an Error whose message is the JSON of a
 * LabErrorDescription (Comlink carries no class); worker/client turns it back into a LabError.
 */
export interface LabWorker {
  environment(): Promise<Environment>;
  /**
   * Refused while a run trains.
   *
   * @param name `null` chooses by itself
   * @param threads of the SIMD backend; `null`: one for each logical processor
   */
  useBackend(name: BackendName | null, threads: number | null): Promise<Environment>;
  /** @param onNotice told what went wrong without stopping the load: the set is usable, but could not be kept */
  load(
    request: DatasetRequest<string>,
    onProgress: (progress: LoadProgress) => void,
    onNotice: (notice: LabErrorDescription) => void,
  ): Promise<DatasetSummary>;
  /** Also ends a look at files. */
  cancelLoad(): Promise<void>;
  /**
   * A loaded set as a file; one at a time.
   *
   * @param edition that is applied; null: the set as it is
   * @param stem of the file's name, and of the folder in a zip of shards
   */
  saveSet(
    datasetKey: string,
    edition: Edition | null,
    format: SetFormat,
    stem: string,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<File>;
  cancelSave(): Promise<void>;
  /** Takes some of the files that a person gave; those of another id go. */
  giveFiles(id: string, parts: readonly GivenPart[]): Promise<void>;
  /**
   * What files hold and what an import would make of them; read anew when they are looked at first.
   *
   * @param files id under which all of them were given
   * @returns null where they need no import: a single file of the official layout, in which nothing has to be assumed
   */
  lookAtImport(
    files: string,
    options: GivenImportOptions,
    anew: boolean,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<ImportLook | null>;
  /** What a table said of the images of a loaded set; empty where there was none. */
  attributes(datasetKey: string): Promise<readonly Attribute[]>;
  /** Makes any picture an image like those of a loaded set: uint8 [(depth,) height, width, channels]. */
  readPicture(datasetKey: string, file: Blob, square: ImportOptions['square']): Promise<Uint8Array>;
  listStoredFiles(): Promise<readonly StoredFile[]>;
  deleteStoredFile(name: string): Promise<void>;
  listShardStores(): Promise<readonly ShardStore[]>;
  preview(request: PreviewRequest): Promise<PreviewTiles>;
  /** Some images of the training part. @param indices at least one */
  trainingImages(datasetKey: string, indices: readonly number[]): Promise<TrainingImages>;
  /** Of the training part. */
  pixelLevels(datasetKey: string): Promise<ChannelLevels>;
  balancePreview(datasetKey: string, recipe: Recipe): Promise<BalancePreview>;
  /** @param recipe of the run whose validation images are meant: a pitfall may have changed them; null: the official ones */
  tableImages(datasetKey: string, recipe: Recipe | null): Promise<TableImages>;
  /** @param columns what a run says of some parts, where the query is about scores */
  galleryImages(
    datasetKey: string,
    query: ImageQuery,
    columns: readonly ScoreColumn[],
  ): Promise<GalleryImages>;
  /** @param most longest edge; none is larger than its image */
  galleryTiles(datasetKey: string, ids: Uint32Array, most: number): Promise<GalleryTiles>;
  classOverview(datasetKey: string, split: Split, labels: readonly number[]): Promise<ClassOverview>;
  /**
   * Doubts training labels by confident learning.
   *
   * @param recipe that the folds trained: which labels were given, and changed at random
   */
  reviewLabels(
    datasetKey: string,
    recipe: Recipe,
    scores: FoldScores,
    pruning: Pruning,
  ): Promise<LabelReview>;
  /** Takes a moment when it is first asked of a set. */
  lookAlikes(datasetKey: string): Promise<LookAlikes>;
  /** @param image index in the validation part */
  tablePortrait(datasetKey: string, recipe: Recipe | null, image: number): Promise<TablePortrait>;
  /**
   * Trains to the end; resolves after the last event. One run at a time. Its state is kept at the end of its epochs.
   * A run that cannot go on tells so (`failed`, `cannot-continue`) before it has started.
   */
  train(recipe: Recipe, datasetKey: string, run: RunStart, onEvent: (event: RunEvent) => void): Promise<void>;
  /** Of runs that can go on. */
  keptStates(): Promise<readonly KeptState[]>;
  /** Null where none is kept. */
  readState(id: string): Promise<File | null>;
  /** Keeps a file of {@link readState}, and says of which run it is. */
  addState(file: Blob): Promise<RunMarks>;
  dropState(id: string): Promise<void>;
  /** Of runs that have ended, or train. */
  keptWeights(): Promise<readonly KeptWeights[]>;
  /** The state of a run that is deleted, its weights and what was worked out with them: gone, unless it is undone within a minute. */
  setRunAside(id: string): Promise<void>;
  bringRunBack(id: string): Promise<void>;
  /**
   * Asks a trained model. While a run trains the job takes at most 3 % of its time.
   *
   * @param ticket by which it can be cancelled
   * @throws LabError `no-weights` where its weights are not kept (any more)
   */
  askModel<Name extends ModelJobName>(
    model: ModelReference,
    name: Name,
    request: ModelJobs[Name]['request'],
    ticket: string,
    onProgress: (progress: JobProgress) => void,
  ): Promise<ModelJobs[Name]['answer']>;
  /** The job is rejected with `cancelled` after its step. */
  cancelJob(ticket: string): Promise<void>;
  /** Weights that runs can start from, the latest first. */
  keptStarts(): Promise<readonly KeptStart[]>;
  /** Copies weights to where runs can start from them. */
  keepStart(source: StartSource): Promise<KeptStart>;
  /** Gone, unless it is undone within a minute. */
  setStartAside(hash: string): Promise<void>;
  bringStartBack(hash: string): Promise<void>;
  pause(): Promise<void>;
  /** While paused: trains one batch, then pauses again. */
  step(): Promise<void>;
  resume(): Promise<void>;
  /** Ends the run after the current batch; what was learnt so far is summed up. */
  stop(): Promise<void>;
}

/** What a worker posts by itself when something failed that nobody waited for. */
export interface WorkerProblem {
  readonly problem: LabErrorDescription;
}

/** What a worker posts when it has begun. */
export interface WorkerSign {
  /** Name of a lock that it holds for as long as it lives. */
  readonly alive: string;
}

/** Name of the worker that measures: the same script as that of the lab, playing another part. */
export const BENCH_WORKER = 'bench';

/** The worker that measures this device; ended, as a whole, where it is to stop. Rejects as {@link LabWorker} does. */
export interface BenchWorker {
  /**
   * @param stepsOf the backend of which the training steps alone are measured; null: all of all
   * @param onEvent waited for, so that the last event has arrived when the promise resolves
   */
  measure(
    thoroughness: Thoroughness,
    stepsOf: BackendName | null,
    onEvent: (event: BenchEvent) => Promise<void> | void,
  ): Promise<void>;
}
