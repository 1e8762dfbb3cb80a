import { SPLITS, type Split } from '../../../lab/dataset.ts';
import { labelsOf } from '../../../lab/label-values.ts';
import type { FeatureMap, PartFeatures } from '../../protocol-model-jobs.ts';
import type { JobSteps } from './model-job.ts';

/** The features of several parts, one after the other. */
export type Points = Omit<FeatureMap, 'x' | 'y' | 'shares' | 'axes'> &
  Pick<PartFeatures, 'features' | 'width'>;

export async function partPoints({ ask }: JobSteps, parts: readonly Split[], most: number): Promise<Points> {
  const found: PartFeatures[] = [];
  for (const split of parts) found.push(await ask('features', { split, most }));
  const [first] = found;
  return {
    features: joined(found.map(({ features }) => features)),
    logits: joined(found.map(({ logits }) => logits)),
    labels: labelsOf(found.flatMap(({ labels }) => [...labels])),
    ids: Uint32Array.from(found.flatMap(({ ids }) => [...ids])),
    parts: Uint8Array.from(found.flatMap(({ ids }, at) => Array.from(ids, () => SPLITS.indexOf(parts[at]!)))),
    width: first!.width,
    outputs: first!.outputs,
    activation: first!.activation,
  };
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
