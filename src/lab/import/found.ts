import type { Split } from '../dataset.ts';
import type { Axes, ProblemKind } from './options.ts';

/** The labels of all images, in their order. */
export type FoundLabels =
  | { readonly kind: 'values'; readonly values: readonly (number | string)[] }
  /** One column of 0 and 1 a class or label. */
  | { readonly kind: 'columns'; readonly width: number; readonly values: Uint8Array };

/** Images that something is wrong with, by what it is. */
export interface Problem {
  readonly kind: ProblemKind;
  /** Places in the list of images; empty for files that are no images of the list. */
  readonly items: readonly number[];
  /** One sentence with names. */
  readonly text: string;
}

/** Greys found in the images. */
export interface FoundGreys {
  /** Of the type of the numbers. */
  readonly type: 'bool' | 'byte' | 'integer' | 'float';
  /** What `full` means: the range of the type, or the usual one of floats. */
  readonly full: Window;
  /** Least and largest of the images that are trained on (of all, where no part is named). */
  readonly found: Window;
  /** Between which 99 % of them lie. */
  readonly percentiles: Window;
  /** Numbers in each of 64 equal bins of `found`. */
  readonly bins: readonly number[];
}

export interface Window {
  readonly low: number;
  readonly high: number;
}

/** What the files hold, before anything is chosen: plain data. */
export interface Found {
  /** Name of the set, for a person. */
  readonly name: string;
  readonly importer: 'arrays' | 'images';
  /** Sentences of what was found. */
  readonly sentences: readonly string[];
  /** Reading of the axes that fit, the likeliest first. */
  readonly axes: readonly Axes[];
  /** Height and width, or depth, height and width: of all images, where they are of one shape. */
  readonly edges: readonly number[] | null;
  /** The longest and shortest edge of any image. */
  readonly longest: number;
  readonly shortest: number;
  /** Whether any image has colour, and whether there is transparency that goes. */
  readonly hasColour: boolean;
  readonly hasAlpha: boolean;
  readonly greys: FoundGreys;
  /** The part each image is said to be of; null where none is named. */
  readonly parts: readonly (Split | null)[];
  readonly labels: FoundLabels | null;
  /** Columns of a table that may hold labels, where none is named so. */
  readonly labelColumns: readonly string[];
  readonly classNames: readonly string[] | null;
  /** Names of the images, where they have some. */
  readonly names: readonly string[] | null;
  /** Other columns of the images, by name. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly problems: readonly Problem[];
  /** Whether files could be slices of volumes. */
  readonly slices: boolean;
}
