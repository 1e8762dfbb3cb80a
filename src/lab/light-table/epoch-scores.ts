import type { Activation } from '../run-record.ts';
import { halfValue } from './half-float.ts';

/** a and b of the AUC margin loss, one an output: the mean scores it aims at for positives and for negatives. */
export interface MarginMeans {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** What the light table keeps of one epoch: the logits of the images on it (see shownImages), and a and b. */
export interface EpochScores {
  /** From 1. */
  readonly epoch: number;
  /** [images, outputs]: as half floats (their bits) where these suffice, see packScores. */
  readonly logits: Uint16Array | Float32Array;
  readonly activation: Activation;
  readonly outputs: number;
  /** Null under other losses. */
  readonly means: MarginMeans | null;
}

export function unpackLogits({ logits }: Pick<EpochScores, 'logits'>): Float32Array {
  return logits instanceof Float32Array ? logits : Float32Array.from(logits, halfValue);
}
