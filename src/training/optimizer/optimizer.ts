import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../lab/random.ts';

export interface OptimizerContext {
  /** What is trained, in a fixed order; the optimizer does not own them. */
  readonly parameters: readonly tf.Variable[];
  readonly random: Random;
}

export interface Optimizer {
  readonly learningRate: number;
  /**
   * Moves every parameter in place.
   *
   * @param gradients one for each parameter, in their order; not disposed here
   */
  step(gradients: readonly tf.Tensor[]): void;
  /** What the steps carry along beside the parameters: momentum, moments, references. */
  readonly variables: readonly tf.Variable[];
  /** Learning rate and counters: with parameters and variables all that the next steps depend on. */
  counters(): readonly number[];
  /** Puts counters of the same optimizer back. */
  restoreCounters(counters: readonly number[]): void;
  /** At a decay epoch: divides the learning rate, and whatever else the optimizer does then. */
  decay(factor: number): void;
  dispose(): void;
}

/** A variable of zeros for each parameter. */
export function zerosLike(parameters: readonly tf.Variable[]): tf.Variable[] {
  return parameters.map((parameter) => tf.tidy(() => tf.variable(tf.zeros(parameter.shape))));
}
