import type { NetArray } from '../../lab/model-export/trained-net.ts';
import { toTorchLayout } from '../../lab/model-export/trained-net.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Network } from './network.ts';

/**
 * Weights and running statistics in PyTorch's layout, in the order of its state dict: those of a layer stand together.
 *
 * @throws Error where the checkpoint is of another model
 */
export function netArrays(model: Network, checkpoint: Checkpoint): ReadonlyMap<string, NetArray> {
  const arrays = new Map<string, NetArray>();
  const add = (name: string, shape: readonly number[]) => {
    const values = checkpoint.get(name);
    if (!values) throw new Error(`The checkpoint lacks ${name}.`);
    arrays.set(name, toTorchLayout(values, shape));
  };
  for (const [name, { shape }] of model.parameters) {
    add(name, shape);
    const layer = name.replace(/\.bias$/, '');
    for (const part of ['running_mean', 'running_var'].map((one) => `${layer}.${one}`)) {
      const statistic = name.endsWith('.bias') ? model.statistics.get(part) : undefined;
      if (statistic) add(part, statistic.shape);
    }
  }
  return arrays;
}
