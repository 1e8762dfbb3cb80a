import type { DatasetSummary } from '../dataset.ts';
import { firstId } from '../gallery/image-ids.ts';
import { takesValApart } from '../recipe/protocol.ts';
import type { RunRecord } from '../run-record.ts';
import type { ScoredPart } from './scored-part.ts';

/** Where the images of a part stand in the set; those of folds among the training and validation images together. */
export function idsOf(
  { predictions: { union } }: ScoredPart,
  part: 'val' | 'test',
  counts: DatasetSummary['counts'],
): (image: number) => number {
  const start = firstId(part, counts);
  return (image) => union?.[image] ?? start + image;
}

/** Whether a loaded set has the images that a run was scored on; null: none is loaded. */
export function hasImagesOf(
  loaded: DatasetSummary | null,
  { dataset, recipe }: Pick<RunRecord, 'dataset' | 'recipe'>,
  { count, predictions }: ScoredPart,
  part: 'val' | 'test',
): loaded is DatasetSummary {
  if (loaded?.fingerprint !== dataset.fingerprint) return false;
  return part === 'val' && takesValApart(recipe)
    ? predictions.union !== undefined
    : loaded.counts[part] === count;
}
