import type { Task } from '../dataset.ts';
import type { Predictions, Scores } from '../run-record.ts';
import { auc } from './auc.ts';
import { aucInterval } from './delong.ts';
import { argmax, logOdds } from './log-odds.ts';

/** One output (class, label) seen as a yes-or-no question: what images are ranked by, and 1 where the answer is yes. */
export interface OneVersusRest {
  readonly labels: Uint8Array;
  /** Log-odds, see {@link logOdds}. */
  readonly scores: Float64Array;
}

/** The predictions as one question for each output. */
export function questionsOf(predictions: Predictions, task: Task): readonly OneVersusRest[] {
  return logOdds(predictions).map((scores, output) => ({
    labels: answersTo(predictions, task, output),
    scores,
  }));
}

/** 1 where the image is of the output's class (has its label). */
export function answersTo(
  { logits, labels, outputs }: Pick<Predictions, 'logits' | 'labels' | 'outputs'>,
  task: Task,
  output: number,
): Uint8Array {
  return Uint8Array.from({ length: logits.length / outputs }, (_, row) => {
    if (task === 'binary') return labels[row]!;
    if (task === 'multi-label') return labels[row * outputs + output]!;
    return labels[row] === output ? 1 : 0;
  });
}

/**
 * AUC and accuracy as MedMNIST's evaluator defines them: AUC binary, mean one-vs-rest, or mean over labels; accuracy by
 * probability > 0.5 (logit > 0) or by the largest logit. Classes missing from the labels are left out of the mean.
 *
 * @returns null when no class has both positives and negatives
 * @throws RangeError where a logit is not finite
 */
export function scorePredictions(predictions: Predictions, task: Task, loss: number | null): Scores | null {
  const questions = questionsOf(predictions, task);
  const aucByClass = questions.map(({ labels, scores }) => auc(labels, scores));
  const defined = aucByClass.filter((value) => value !== null);
  if (defined.length === 0) return null;
  return {
    auc: defined.reduce((sum, value) => sum + value, 0) / defined.length,
    acc: accuracy(predictions, task),
    loss,
    interval: task === 'binary' ? aucInterval(questions[0]!.labels, questions[0]!.scores) : null,
    aucByClass,
  };
}

/** Share of right answers; mean over labels for multi-label. */
export function accuracy({ logits, labels, outputs }: Predictions, task: Task): number {
  let right = 0;
  if (task === 'multi-class') {
    for (let row = 0; row < labels.length; row++) {
      if (argmax(logits.subarray(row * outputs, (row + 1) * outputs)) === labels[row]) right++;
    }
    return right / labels.length;
  }
  for (let place = 0; place < logits.length; place++) {
    if ((logits[place]! > 0 ? 1 : 0) === labels[place]) right++;
  }
  return right / logits.length;
}
