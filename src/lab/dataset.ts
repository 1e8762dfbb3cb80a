import type { Attribute } from './attributes/attribute.ts';
import { integerPower } from './exact-math.ts';
import type { ImportFile } from './import/import-file.ts';
import type { GivenImportOptions, ImportOptions } from './import/options.ts';
import type { LabelValues } from './label-values.ts';
import type { PhantomSettings } from './phantom-settings.ts';

/** Sizes in which MedMNIST+ offers its sets, in pixels; 3D sets have 28 and 64 only. */
export type ImageSize = 28 | 64 | 128 | 224;

/** How the labels are to be read. Ordinal sets (RetinaMNIST) are trained as multi-class, as MedMNIST does. */
export type Task = 'binary' | 'multi-class' | 'multi-label';

export const SPLITS = ['train', 'val', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** One split in memory: images and labels contiguous, in the order of the file. */
export interface SplitData {
  /** Number of images. */
  readonly count: number;
  /** uint8 pixels [count, (depth,) height, width, channels], channels last. */
  readonly images: Uint8Array;
  /** uint8 labels [count, labelWidth]: a class index (labelWidth 1), or 0/1 a label (multi-label). */
  readonly labels: LabelValues;
  /**
   * Of a validation part that is a fold or was drawn anew: the place of each image in the union of the official training
   * and validation parts, training first.
   */
  readonly union?: Uint32Array;
}

/** What is known of a set once it is loaded, without its pixels; crosses to the page and into run records. */
export interface DatasetSummary {
  /** Unique among the loaded sets: a catalogue id with its size (`pneumoniamnist@28`), `phantom:…` or `custom:…`. */
  readonly key: string;
  /** Id in the catalogue, or null for a phantom or a custom set. */
  readonly catalogueId: string | null;
  /** Name for a person, for instance "PneumoniaMNIST". */
  readonly name: string;
  readonly task: Task;
  readonly dims: 2 | 3;
  /** Edge length in pixels (voxels). */
  readonly size: number;
  readonly channels: number;
  /** Names of the classes (or of the labels, for multi-label). */
  readonly classNames: readonly string[];
  readonly counts: Readonly<Record<Split, number>>;
  /** Images per class (or positives per label), by split. */
  readonly classCounts: Readonly<Record<Split, readonly number[]>>;
  /** "CC BY 4.0", "synthetic", or "unknown" for a custom set. */
  readonly licence: string;
  readonly synthetic: boolean;
  /** SHA-256 (hex) over shapes, pixels and labels: the data fingerprint in the run record. */
  readonly fingerprint: string;
  /** Where it came from, for a person: "file pneumoniamnist.npz, MD5 verified", "Zenodo 10519652", "shards", "seed 7". */
  readonly origin: string;
  /** Things worth knowing about the data, one sentence each (duplicates across splits, binary voxels…). */
  readonly notes: readonly string[];
  /** What was made of the files of an import; absent for sets that were taken as they are. */
  readonly imported?: ImportOptions;
}

/** A loaded set: the summary and the pixels. Lives in the worker. */
export interface Dataset {
  readonly summary: DatasetSummary;
  readonly splits: Readonly<Record<Split, SplitData>>;
  /** What a table said of its images beside their labels; absent where there was none. */
  readonly attributes?: readonly Attribute[];
  /** Set while (and after) the pixels arrive in chunks; labels are always complete. Null for a set loaded whole. */
  readonly streaming: DatasetStreaming | null;
}

/** Pixels that arrive in file order, chunk by chunk, into the preallocated arrays of {@link SplitData}. */
export interface DatasetStreaming {
  /** Resolves when the image with this index and all before it in the split are there; rejects with a LabError. */
  whenArrived(split: Split, index: number): Promise<void>;
}

/**
 * What a person asks to load; `asClasses` reads label columns of which each image has one as classes.
 *
 * @typeParam Files how the files of an import are told: listed, as the page was given them, or by what the worker knows
 *   them as
 */
export type DatasetRequest<Files = readonly ImportFile[]> =
  | { readonly kind: 'phantom'; readonly settings: PhantomSettings }
  | { readonly kind: 'file'; readonly file: File; readonly asClasses?: true }
  | {
      readonly kind: 'import';
      readonly files: Files;
      readonly options: GivenImportOptions;
    }
  | { readonly kind: 'zenodo'; readonly id: string; readonly size: ImageSize }
  | { readonly kind: 'shards'; readonly store: string }
  | { readonly kind: 'stored'; readonly name: string; readonly asClasses?: true };

/** A Zarr store that the page's server offers under `data/`. */
export interface ShardStore {
  /** Folder under `data/`, for instance `pneumoniamnist.zarr`. */
  readonly store: string;
  readonly name: string;
  readonly bytes: number;
}

/** Width of a label row in {@link SplitData.labels}. */
export function labelWidth(task: Task, classes: number): number {
  return task === 'multi-label' ? classes : 1;
}

/** Values of one image in {@link SplitData.images}. */
export function imageLength({
  dims,
  size,
  channels,
}: Pick<DatasetSummary, 'dims' | 'size' | 'channels'>): number {
  return integerPower(size, dims) * channels;
}

/** Progress of a load, in bytes (of a listing: in files); `total` is null while unknown. */
export interface LoadProgress {
  readonly stage: 'listing' | 'downloading' | 'reading' | 'verifying' | 'caching' | 'generating' | 'writing';
  readonly done: number;
  readonly total: number | null;
  /** The host from which nothing comes at the moment. */
  readonly waitsFor?: string;
}

/** A file in the browser's own storage (OPFS). */
export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
  /** Key of the set it holds. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
}
