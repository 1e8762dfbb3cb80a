import type { Predictions } from '../run-record.ts';

/** Predictions as JSON holds them. */
export interface PlainPredictions {
  readonly scores: readonly number[];
  readonly labels: readonly number[];
  readonly outputs: number;
}

/** Those of a run, by part; null where there are none. */
export interface PlainRunPredictions {
  readonly val: PlainPredictions | null;
  readonly test: PlainPredictions | null;
}

/** Float32 to the shortest decimal that reads back as the same float: nine digits are enough. */
export function plainPredictionsOf(predictions: Predictions | null): PlainPredictions | null {
  if (!predictions) return null;
  return {
    scores: Array.from(predictions.scores, (score) => Number(score.toPrecision(9))),
    labels: [...predictions.labels],
    outputs: predictions.outputs,
  };
}

export function predictionsOf(plain: PlainPredictions | null): Predictions | null {
  if (!plain) return null;
  return {
    scores: Float32Array.from(plain.scores),
    labels: Uint8Array.from(plain.labels),
    outputs: plain.outputs,
  };
}
