import * as tf from '@tensorflow/tfjs-core';
import { ownValues } from '../kernels/own-values.ts';
import type { Network } from './model/network.ts';

/** Weights and running statistics by name, on the host. */
export type Checkpoint = ReadonlyMap<string, Float32Array>;

/**
 * Copies the model's state off the device.
 *
 * @param spare one of the same model that nobody reads any more: its memory may be written anew
 */
export async function takeCheckpoint(model: Network, spare?: Checkpoint): Promise<Checkpoint> {
  const entries = await Promise.all(
    stateOf(model).map(async ([name, tensor]) => [name, await ownValues(tensor, spare?.get(name))] as const),
  );
  return new Map(entries);
}

/** Puts a state of the same model shape back. */
export function restoreCheckpoint(model: Network, checkpoint: Checkpoint): void {
  for (const [name, tensor] of stateOf(model)) {
    const values = checkpoint.get(name);
    if (!values) throw new Error(`The checkpoint lacks ${name}.`);
    tf.tidy(() => tensor.assign(tf.tensor(values, tensor.shape)));
  }
}

function stateOf(model: Network): readonly (readonly [string, tf.Variable])[] {
  return [...model.parameters, ...model.statistics];
}
