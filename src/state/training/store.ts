import type { BatchInspection } from '../../lab/batch-inspection.ts';
import type { Split } from '../../lab/dataset.ts';
import type { MemoryUse } from '../../lab/run-event.ts';
import { createDrawnInSlices } from '../drawn-in-slices.ts';

/** `starting`: data and weights are being made ready; `stopping`: asked to end. */
export type Phase = 'idle' | 'starting' | 'running' | 'paused' | 'stopping';

/** The run that trains now; what the transport bar shows. The curves are in the runs store. */
export interface TrainState {
  readonly phase: Phase;
  readonly runId: string | null;
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly lastLoss: number | null;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Null where the backend does not tell, and before the first step. */
  readonly memory: MemoryUse | null;
  /** What a step by itself did; null before one, and once the run goes on. */
  readonly batch: BatchInspection | null;
  readonly evaluating: { readonly split: Split; readonly done: number; readonly total: number } | null;
}

export const IDLE: TrainState = {
  phase: 'idle',
  runId: null,
  step: 0,
  totalSteps: 0,
  stepsPerEpoch: 0,
  epochs: 0,
  lastLoss: null,
  imagesPerSecond: null,
  secondsLeft: null,
  memory: null,
  batch: null,
  evaluating: null,
};

export const useTrain = createDrawnInSlices<TrainState>(() => IDLE);

export function isTraining(): boolean {
  return useTrain.getState().phase !== 'idle';
}
