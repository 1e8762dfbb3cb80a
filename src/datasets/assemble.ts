import type { Dataset, DatasetSummary, Split, SplitData } from '../lab/dataset.ts';
import { customKey } from '../lab/recipe/dataset-reference.ts';
import { findDuplicates } from './duplicates.ts';
import { fingerprint } from './fingerprint.ts';
import { countClasses, type LabelScheme } from './labels.ts';
import { describeData } from './notes.ts';
import { forSplits, type ImageShape } from './npz/layout.ts';
import { createProgress } from './progress.ts';
import type { LoadContext } from './source.ts';

/** What the pixels themselves do not say. */
export interface Identity
  extends Pick<
    DatasetSummary,
    'catalogueId' | 'name' | 'classNames' | 'licence' | 'synthetic' | 'origin' | 'imported'
  > {
  /** Null where the fingerprint is to name the set. */
  readonly key: string | null;
  /** Notes besides those that the data themselves give. */
  readonly notes: readonly string[];
}

/**
 * Makes a set of its checked parts: counts, fingerprint, notes.
 *
 * @throws LabError `cancelled`
 */
export async function assembleDataset(
  identity: Identity,
  shape: ImageShape,
  scheme: LabelScheme,
  splits: Readonly<Record<Split, SplitData>>,
  { signal, onProgress }: Pick<LoadContext, 'signal' | 'onProgress'>,
): Promise<Dataset> {
  const total = Object.values(splits).reduce(
    (sum, { images, labels }) => sum + images.length + labels.length,
    0,
  );
  const hash = await fingerprint(shape, splits, signal, createProgress(onProgress, 'verifying', total));
  const duplicates = await findDuplicates(splits, signal);
  return {
    splits,
    streaming: null,
    summary: {
      key: identity.key ?? customKey(hash),
      catalogueId: identity.catalogueId,
      name: identity.name,
      task: scheme.task,
      dims: shape.dims,
      size: shape.size,
      channels: shape.channels,
      classNames: identity.classNames,
      counts: forSplits((split) => splits[split].count),
      classCounts: forSplits((split) => countClasses(splits[split].labels, scheme)),
      licence: identity.licence,
      synthetic: identity.synthetic,
      fingerprint: hash,
      origin: identity.origin,
      notes: [
        ...identity.notes,
        ...describeData(splits, scheme, identity.classNames, shape.dims, duplicates),
      ],
      ...(identity.imported ? { imported: identity.imported } : {}),
    },
  };
}
