import type { RunRecord } from '../run-record.ts';

/** How far a replayed run is from the one it repeats. */
export interface Drift {
  /** Whether every step's loss is the same to the last bit. */
  readonly identical: boolean;
  /** First step (from 1) whose losses differ by more than the tolerance; null where none does. */
  readonly firstStep: number | null;
  /** Largest relative difference of a step's loss. */
  readonly largestLoss: number;
  /** Replay minus original. */
  readonly valAuc: number;
  /** Whether it ran on the same data, by fingerprint. */
  readonly sameData: boolean;
  /** What is another than it was: backend, versions, device. */
  readonly differences: readonly string[];
}

/** Losses further apart than this are a different computation, not another order of additions. */
const TOLERANCE = 1e-5;

type Compared = Pick<RunRecord, 'stepLosses' | 'summary' | 'dataset' | 'backend' | 'device' | 'versions'>;

/** Compares two runs of one recipe. */
export function driftBetween(original: Compared, replay: Compared): Drift {
  const steps = Math.min(original.stepLosses.length, replay.stepLosses.length);
  let largestLoss = 0;
  let firstStep: number | null = null;
  for (let step = 0; step < steps; step++) {
    const [before, after] = [original.stepLosses[step]!, replay.stepLosses[step]!];
    const difference = Math.abs(after - before) / Math.max(Math.abs(before), 1e-8);
    largestLoss = Math.max(largestLoss, difference);
    if (difference > TOLERANCE) firstStep ??= step + 1;
  }
  const sameLength = original.stepLosses.length === replay.stepLosses.length;
  const differing = (what: string, before: string, after: string) =>
    before === after ? [] : [`${what}: ${before}, now ${after}`];
  return {
    identical: sameLength && largestLoss === 0,
    firstStep,
    largestLoss,
    valAuc: (replay.summary?.val.auc ?? Number.NaN) - (original.summary?.val.auc ?? Number.NaN),
    sameData: original.dataset.fingerprint === replay.dataset.fingerprint,
    differences: [
      ...differing('backend', original.device.label, replay.device.label),
      ...differing('lab', original.versions.lab, replay.versions.lab),
      ...differing('tfjs', original.versions.tfjs, replay.versions.tfjs),
    ],
  };
}

/** The drift in one or two sentences. */
export function driftText(drift: Drift): string {
  const where = drift.differences.length > 0 ? ` (${drift.differences.join('; ')})` : '';
  if (!drift.sameData) return `The data are not the same, so nothing can be compared${where}.`;
  if (drift.identical) return `The replay is the same to the last bit: every loss, and the val AUC${where}.`;
  const losses =
    drift.firstStep === null
      ? `losses agree to ${drift.largestLoss.toExponential(1)}`
      : `losses part at step ${drift.firstStep} (largest difference ${drift.largestLoss.toExponential(1)})`;
  return `The replay drifts: ${losses}; val AUC ${drift.valAuc < 0 ? '−' : '+'}${Math.abs(drift.valAuc).toFixed(4)}${where}.`;
}
