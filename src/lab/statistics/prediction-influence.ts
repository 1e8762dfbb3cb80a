import type { Task } from '../dataset.ts';
import { scoredPart } from '../results/scored-part.ts';
import type { Predictions } from '../run-record.ts';
import { finishWork, type Work } from '../work.ts';
import { type AucInfluence, aucInfluence, meanInfluenceWork } from './auc-influence.ts';

/**
 * The lab's AUC of a whole prediction (mean one-vs-rest, mean over labels) with its influence: means of those of the
 * outputs, which see the same items. Outputs without both classes are left out, as in scorePredictions.
 *
 * @returns null when no output has both classes
 */
export function predictionInfluence(predictions: Predictions, task: Task): AucInfluence | null {
  return finishWork(predictionInfluenceWork(predictions, task));
}

/** {@link predictionInfluence} in steps. */
export function* predictionInfluenceWork(predictions: Predictions, task: Task): Work<AucInfluence | null> {
  const { held, scores } = yield* scoredPart(predictions, task);
  const parts: AucInfluence[] = [];
  for (const [output, labels] of held.entries()) {
    if (labels.includes(1) && labels.includes(0)) parts.push(aucInfluence(labels, scores[output]!));
    yield;
  }
  return parts.length === 0 ? null : yield* meanInfluenceWork(parts);
}
