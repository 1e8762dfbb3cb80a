import type { DatasetSummary } from '../lab/dataset.ts';
import type { EpochScores } from '../lab/light-table/epoch-scores.ts';
import { packScores, predictionsOfImages } from '../lab/light-table/pack-scores.ts';
import { shownImages } from '../lab/light-table/shown-images.ts';
import type { Predictions } from '../lab/run-record.ts';
import type { Loss } from './loss/loss.ts';

/**
 * What the light table is told of an epoch: the logits of its images, and where the loss wants the classes.
 *
 * @param epoch from 1
 * @param val predictions of the whole validation part
 */
export async function epochScores(
  epoch: number,
  val: Predictions,
  { task, classNames }: DatasetSummary,
  { means }: Loss,
): Promise<EpochScores> {
  const images = shownImages(val.labels, task, classNames.length);
  const [a, b] = means ? await Promise.all([means.a.data(), means.b.data()]) : [];
  return packScores(epoch, predictionsOfImages(val, images), task, a && b ? { a: [...a], b: [...b] } : null);
}
