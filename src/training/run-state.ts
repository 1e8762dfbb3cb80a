import * as tf from '@tensorflow/tfjs-core';
import { ownValues } from '../kernels/own-values.ts';
import type { EpochScores } from '../lab/light-table/epoch-scores.ts';
import type { RankingState } from '../lab/ranking/cross-fit.ts';
import type { EpochRecord } from '../lab/run-record.ts';
import { type Checkpoint, restoreCheckpoint, takeCheckpoint } from './checkpoint.ts';
import type { Evaluation } from './evaluate.ts';
import type { Network } from './model/network.ts';
import type { Stage } from './stage.ts';

/** What is kept of the best epoch so far. */
export interface Best {
  readonly record: EpochRecord;
  readonly evaluation: Evaluation;
  readonly checkpoint: Checkpoint;
}

/** What the next step depends on beside recipe, data and its number: every random draw is a function of these. */
export interface TrainingState {
  readonly phase: Stage['phase'];
  /** Weights and running statistics. */
  readonly model: Checkpoint;
  /** The loss's own variables, then what the optimizer carries along, in their order. */
  readonly variables: readonly Float32Array[];
  /** Of the optimizer. */
  readonly counters: readonly number[];
}

/**
 * A run at the end of an epoch, plain and on the host: it outlives the device, and the page where it is kept. A run
 * that goes on from it gives the same numbers to the last bit as one that never stopped.
 */
export interface RunState {
  readonly epochsDone: number;
  readonly steps: number;
  readonly training: TrainingState;
  readonly best: Best | null;
  /** What the cross-fitted score has gathered. */
  readonly ranking: RankingState;
  /** The curve so far: loss of every step, and what every epoch came to. */
  readonly stepLosses: Float64Array;
  readonly epochs: readonly EpochRecord[];
  /** What the light table keeps of them. */
  readonly scores: readonly EpochScores[];
  /** What the pace is worked out from. */
  readonly images: number;
  readonly milliseconds: number;
  /** Wall-clock seconds so far, pauses excluded. */
  readonly seconds: number;
}

/** @param model where it is on the host already, as the best of all so far */
export async function takeTrainingState(
  model: Network,
  stage: Stage,
  checkpoint: Checkpoint | null,
): Promise<TrainingState> {
  const counters = stage.optimizer.counters();
  // All at once, so that a device that is lost meanwhile leaves no reading without someone who waits for it.
  const [weights, variables] = await Promise.all([
    checkpoint ?? takeCheckpoint(model),
    Promise.all(stageVariables(stage).map((variable) => ownValues(variable))),
  ]);
  return { phase: stage.phase, model: weights, variables, counters };
}

/** Puts it back, on whatever device is current, into a model and a stage of the same recipe and phase. */
export function restoreTrainingState(model: Network, stage: Stage, state: TrainingState): void {
  restoreCheckpoint(model, state.model);
  const variables = stageVariables(stage);
  if (variables.length !== state.variables.length) throw new Error('The state is that of another optimizer.');
  variables.forEach((variable, index) => {
    tf.tidy(() => variable.assign(tf.tensor(state.variables[index]!, variable.shape)));
  });
  stage.optimizer.restoreCounters(state.counters);
}

function stageVariables({ loss, optimizer }: Stage): readonly tf.Variable[] {
  return [...loss.trainable, ...loss.ascending, ...optimizer.variables];
}
