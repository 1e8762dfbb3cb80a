import * as tf from '@tensorflow/tfjs-core';
import type { ResNet18 } from './model/resnet18.ts';
import type { Stage } from './stage.ts';

/** Everything that training goes on from, on the host: it outlives the device. */
export interface Snapshot {
  /** Puts it back, on whatever device is current. */
  restore(): void;
}

/** Copies weights, running statistics, the loss's variables and the optimizer's state off the device. */
export async function takeSnapshot(model: ResNet18, { loss, optimizer }: Stage): Promise<Snapshot> {
  const variables = [
    ...model.parameters.values(),
    ...model.statistics.values(),
    ...loss.trainable,
    ...loss.ascending,
    ...optimizer.variables,
  ];
  const resumeCounters = optimizer.mark();
  const values = await Promise.all(variables.map(async (variable) => (await variable.data()).slice()));
  return {
    restore() {
      resumeCounters();
      variables.forEach((variable, index) => {
        tf.tidy(() => variable.assign(tf.tensor(values[index]!, variable.shape)));
      });
    },
  };
}
