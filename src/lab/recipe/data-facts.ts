import { findCatalogueEntry } from '../catalogue/catalogue.ts';
import type { DatasetSummary, Task } from '../dataset.ts';
import { PHANTOM_FORMS, PHANTOM_TRAIN_SHARE } from '../phantom-settings.ts';
import type { DatasetReference } from './dataset-reference.ts';

/** What of a set decides whether a field of the recipe matters; null where it is not known. */
export interface DataFacts {
  readonly task: Task | null;
  readonly dims: 2 | 3 | null;
  /** Images of the training part. */
  readonly trainImages: number | null;
  /** Training images of each class; null for multi-label sets too, which have no classes of their own. */
  readonly classCounts: readonly number[] | null;
}

/** Of a set that is yet to be named. */
export const NOTHING_KNOWN: DataFacts = { task: null, dims: null, trainImages: null, classCounts: null };

export function factsOfSummary({ task, dims, counts, classCounts }: DatasetSummary): DataFacts {
  return {
    task,
    dims,
    trainImages: counts.train,
    classCounts: task === 'multi-label' ? null : classCounts.train,
  };
}

/** What a reference tells of a set that was not loaded. */
export function factsOfReference(reference: DatasetReference): DataFacts {
  switch (reference.kind) {
    case 'phantom': {
      const { task, dims } = PHANTOM_FORMS[reference.shape];
      const trainImages = Math.round(PHANTOM_TRAIN_SHARE * reference.images);
      return { task, dims, trainImages, classCounts: null };
    }
    case 'catalogue': {
      const entry = findCatalogueEntry(reference.id);
      if (!entry) return NOTHING_KNOWN;
      return { task: entry.task, dims: entry.dims, trainImages: entry.samples.train, classCounts: null };
    }
    case 'custom':
      return NOTHING_KNOWN;
  }
}
