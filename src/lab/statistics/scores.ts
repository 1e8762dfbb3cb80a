import type { Task } from '../dataset.ts';
import type { Predictions, Scores } from '../run-record.ts';
import { auc } from './auc.ts';
import { aucInterval } from './delong.ts';

/** One output seen as a yes-or-no question: its scores, and 1 where the answer is yes. */
export interface OneVersusRest {
  readonly labels: Uint8Array;
  readonly scores: Float32Array;
}

/** The predictions of one output (class, label) against the rest. */
export function oneVersusRest(
  { scores, labels, outputs }: Predictions,
  task: Task,
  output: number,
): OneVersusRest {
  const count = scores.length / outputs;
  return {
    labels: Uint8Array.from({ length: count }, (_, row) => {
      if (task === 'binary') return labels[row]!;
      if (task === 'multi-label') return labels[row * outputs + output]!;
      return labels[row] === output ? 1 : 0;
    }),
    scores: Float32Array.from({ length: count }, (_, row) => scores[row * outputs + output]!),
  };
}

/**
 * AUC and accuracy as MedMNIST's evaluator defines them: AUC binary, mean one-vs-rest, or mean over labels; accuracy by
 * score > 0.5 or by the largest score. Classes missing from the labels are left out of the mean.
 *
 * @returns null when no class has both positives and negatives
 */
export function scorePredictions(predictions: Predictions, task: Task, loss: number | null): Scores | null {
  const { outputs } = predictions;
  const questions = Array.from({ length: outputs }, (_, output) => oneVersusRest(predictions, task, output));
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

function accuracy({ scores, labels, outputs }: Predictions, task: Task): number {
  let right = 0;
  if (task === 'multi-class') {
    for (let row = 0; row < labels.length; row++) {
      if (argmax(scores.subarray(row * outputs, (row + 1) * outputs)) === labels[row]) right++;
    }
    return right / labels.length;
  }
  for (let place = 0; place < scores.length; place++) {
    if ((scores[place]! > 0.5 ? 1 : 0) === labels[place]) right++;
  }
  return right / scores.length;
}

function argmax(values: Float32Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}
