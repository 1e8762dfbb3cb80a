import type { DatasetSummary } from '../dataset.ts';
import { partName } from '../leak-note.ts';
import { placeOfId } from './image-ids.ts';

/** An image for a person, for instance "training image 12". */
export function imageName(id: number, { counts }: Pick<DatasetSummary, 'counts'>): string {
  const { split, index } = placeOfId(id, counts);
  return `${partName(split)} image ${index}`;
}
