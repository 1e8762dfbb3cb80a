import { labelsOf } from '../label-values.ts';
import type { Activation, Predictions } from '../run-record.ts';

/** Predictions as JSON holds them. */
export interface PlainPredictions {
  /** Float32 in nine digits, which are enough to read back the same; doubles in all theirs. */
  readonly logits: readonly number[];
  readonly activation: Activation;
  readonly labels: readonly number[];
  readonly outputs: number;
  /** See Predictions. */
  readonly union?: readonly number[];
}

/** Those of a run, by part; null where there are none. */
export interface PlainRunPredictions {
  readonly val: PlainPredictions | null;
  /** Of val, cross-fitted; null in records from before. */
  readonly ranking: PlainPredictions | null;
  readonly test: PlainPredictions | null;
}

export function plainPredictionsOf(predictions: Predictions | null): PlainPredictions | null {
  if (!predictions) return null;
  const { logits, labels, union, ...rest } = predictions;
  return {
    ...rest,
    ...(union ? { union: [...union] } : {}),
    logits: logits instanceof Float32Array ? Array.from(logits, nineDigits) : [...logits],
    labels: [...labels],
  };
}

export function predictionsOf(plain: PlainPredictions | null): Predictions | null {
  if (!plain) return null;
  const { logits, labels, union, ...rest } = plain;
  const single = Float32Array.from(logits);
  const isSingle = logits.every((logit, place) => nineDigits(single[place]!) === logit);
  return {
    ...rest,
    ...(union ? { union: Uint32Array.from(union) } : {}),
    logits: isSingle ? single : Float64Array.from(logits),
    labels: labelsOf(labels),
  };
}

/** Of a run that kept none. */
export const NO_PREDICTIONS = { val: null, ranking: null, test: null } as const;

/** The predictions of a run, made plain or read back, part by part. */
export function mapPredictions<From, To>(
  { val, ranking, test }: Readonly<Record<keyof PlainRunPredictions, From | null>>,
  map: (predictions: From | null) => To | null,
): Readonly<Record<keyof PlainRunPredictions, To | null>> {
  return { val: map(val), ranking: map(ranking), test: map(test) };
}

function nineDigits(value: number): number {
  return Number(value.toPrecision(9));
}
