import { SPLITS, type Split } from '../../../lab/dataset.ts';
import { joinFloats } from '../../../lab/join-floats.ts';
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
    features: joinFloats(found.map(({ features }) => features)),
    logits: joinFloats(found.map(({ logits }) => logits)),
    labels: labelsOf(found.flatMap(({ labels }) => [...labels])),
    ids: Uint32Array.from(found.flatMap(({ ids }) => [...ids])),
    parts: Uint8Array.from(found.flatMap(({ ids }, at) => Array.from(ids, () => SPLITS.indexOf(parts[at]!)))),
    width: first!.width,
    outputs: first!.outputs,
    activation: first!.activation,
  };
}
