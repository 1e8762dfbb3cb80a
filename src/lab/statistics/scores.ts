import type { Task } from '../dataset.ts';
import type { LabelValues } from '../label-values.ts';
import type { Predictions, Scores } from '../run-record.ts';
import { auc } from './auc.ts';
import { aucInterval } from './delong.ts';
import { argmax, logOdds } from './log-odds.ts';

/** One output (class, label) seen as a yes-or-no question: what images are ranked by, and 1 where the answer is yes. */
export interface OneVersusRest {
  readonly labels: LabelValues;
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
  const aucByClass = aucsOf(questions);
  const mean = meanOf(aucByClass);
  if (mean === null) return null;
  return {
    auc: mean,
    acc: accuracy(predictions, task),
    loss,
    interval: task === 'binary' ? aucInterval(questions[0]!.labels, questions[0]!.scores) : null,
    aucByClass,
  };
}

/**
 * {@link Scores.auc} alone: without interval and accuracy.
 *
 * @returns null when no class has both positives and negatives
 * @throws RangeError where a logit is not finite
 */
export function meanAuc(predictions: Predictions, task: Task): number | null {
  return meanOf(aucsOf(questionsOf(predictions, task)));
}

function aucsOf(questions: readonly OneVersusRest[]): readonly (number | null)[] {
  return questions.map(({ labels, scores }) => auc(labels, scores));
}

function meanOf(aucs: readonly (number | null)[]): number | null {
  const defined = aucs.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
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
