import type { Task } from '../dataset.ts';
import type { Predictions } from '../run-record.ts';
import { type AucInfluence, aucInfluence, meanInfluence } from './auc-influence.ts';
import { questionsOf } from './scores.ts';

/**
 * The lab's AUC of a whole prediction (mean one-vs-rest, mean over labels) with its influence: means of those of the
 * outputs, which see the same items. Outputs without both classes are left out, as in scorePredictions.
 *
 * @returns null when no output has both classes
 */
export function predictionInfluence(predictions: Predictions, task: Task): AucInfluence | null {
  const parts = questionsOf(predictions, task).flatMap(({ labels, scores }) =>
    labels.includes(1) && labels.includes(0) ? [aucInfluence(labels, scores)] : [],
  );
  return parts.length === 0 ? null : meanInfluence(parts);
}
