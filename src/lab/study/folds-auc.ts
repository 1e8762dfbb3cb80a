import type { Predictions } from '../run-record.ts';
import { type MeanAuc, meanAuc } from '../statistics/mean-auc.ts';
import type { Work } from '../work.ts';
import { heldOutOf, type PartScore, type StudyRecord, scorePart } from './scored-run.ts';

/** A run on a fold, with what it scored of the images that it did not train on. */
export interface FoldPredictions {
  readonly dataset: Pick<StudyRecord['dataset'], 'counts' | 'task'>;
  readonly val: Predictions;
}

/**
 * The mean AUC over folds with its interval, as studies have it: by the corrected resampled t-test, since the folds'
 * training parts overlap (docs/studies.md). Fold by fold, in steps.
 *
 * @returns null where no class (label) of a fold has an AUC
 */
export function* foldsAuc(folds: readonly FoldPredictions[]): Work<MeanAuc | null> {
  const scores: PartScore[] = [];
  for (const { dataset, val } of folds) {
    const score = scorePart(val, dataset.task, heldOutOf(val, dataset.counts));
    if (!score) return null;
    scores.push(score);
    yield;
  }
  return meanAuc(scores);
}
