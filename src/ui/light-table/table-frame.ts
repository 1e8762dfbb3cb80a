import type { LabelValues } from '../../lab/label-values.ts';
import type { Atlas } from './atlas.ts';

/** What the scores are about: a yes-or-no question to each image. */
export interface TableQuestion {
  /** 1 where the answer is yes. */
  readonly labels: LabelValues;
  /** Colour of each tile's foot. */
  readonly feet: readonly string[];
  /** Colours of the two sides of the threshold. */
  readonly sides: readonly [no: string, yes: string];
}

/** A line across the table at a score. */
export interface ScoreLine {
  readonly label: string;
  /** As log-odds. */
  readonly score: number;
  readonly colour: string;
  /** Whether it lies to the right of all scores that there can be: told, but not drawn. */
  readonly beyond?: boolean;
}

/** Scores of one epoch. */
export interface TableScores {
  /** Log-odds of each tile. */
  readonly scores: Float64Array;
  /** a and b of the AUC margin loss, and where the margin ends; none under other losses. */
  readonly lines: readonly ScoreLine[];
}

/** Scores of the tiles after an epoch. */
export interface TableEpoch extends TableScores {
  readonly epoch: number;
}

/** Height kept above and below the tiles, in pixels. */
export const HEAD = 34;
export const FOOT = 26;
/** Height of a tile's foot with the gap below it. */
export const TILE_FOOT = 4;

/** A tick of the axis. */
export interface TableMark {
  readonly label: string;
  readonly x: number;
}

/** All that one frame shows; lengths in CSS pixels. */
export interface TableFrame {
  readonly width: number;
  readonly height: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  readonly edge: number;
  readonly atlas: Atlas | null;
  /** Of each tile, see PLACE. */
  readonly places: Float32Array;
  readonly question: TableQuestion | null;
  /** Null in the heap. */
  readonly scores: Float64Array | null;
  /** Null: no line. */
  readonly threshold: number | null;
  readonly thresholdX: number;
  readonly ticks: readonly TableMark[];
  readonly lines: readonly (ScoreLine & { readonly x: number })[];
  readonly active: number | null;
  readonly portrait: CanvasImageSource | null;
}
