import * as tf from '@tensorflow/tfjs-core';
import type { Dataset, Split } from '../lab/dataset.ts';
import { LabError } from '../lab/lab-error.ts';
import type { LabelValues } from '../lab/label-values.ts';
import type { Predictions, Scores } from '../lab/run-record.ts';
import { scorePredictions } from '../lab/statistics/scores.ts';
import { diverged, requireFiniteScores } from './diverged.ts';
import type { Learner, LearnerInput } from './learner.ts';
import type { Loss } from './loss/loss.ts';
import { outputsInBatches } from './outputs-in-batches.ts';

export interface Evaluation {
  readonly predictions: Predictions;
  readonly scores: Scores;
}

/**
 * Scores one split with the running statistics of the batch-norms.
 *
 * @param batch images per forward pass
 * @param afterBatch as {@link outputsInBatches} calls it
 * @throws LabError `diverged` where a score or the loss is not finite; `one-class` where the split has one class only, so
 *   that no AUC is defined
 */
export async function evaluate(
  model: Learner,
  loss: Loss,
  dataset: Dataset,
  split: Split,
  input: LearnerInput,
  batch: number,
  afterBatch: (done: number) => Promise<void>,
): Promise<Evaluation> {
  const { count, labels, union } = dataset.splits[split];
  const { task, name } = dataset.summary;
  const outputs = model.shape.outputs;
  await dataset.streaming?.whenArrived(split, count - 1);
  const logits = new Float32Array(count * outputs);
  await outputsInBatches(
    { count, batch },
    (start, end) =>
      tf.tidy(() => model.trainedOutput(model.frozenOutput(input.evaluation(split, start, end)), false)),
    (rows, start) => logits.set(rows, start * outputs),
    afterBatch,
  );
  requireFiniteScores(logits, outputs, `${split} part of ${name}`);
  const predictions: Predictions = {
    logits,
    activation: loss.activation,
    labels: labels.slice(),
    outputs,
    ...(union ? { union: union.slice() } : {}),
  };
  const meanLoss = await splitLoss(loss, logits, labels, outputs);
  if (meanLoss !== null && !Number.isFinite(meanLoss)) {
    throw diverged(`The loss became ${meanLoss} on the ${split} part of ${name}`);
  }
  const scores = scorePredictions(predictions, task, meanLoss);
  if (!scores) {
    throw new LabError(
      'one-class',
      `The ${split} part of ${name} holds one class only, so no AUC is defined there.`,
      'Use a set whose parts each hold both classes. The curve up to here is kept.',
    );
  }
  return { predictions, scores };
}

/** Loss over a whole split at once; null where it is not defined there (AUCM v2 and a class is missing). */
async function splitLoss(
  loss: Loss,
  logits: Float32Array,
  labels: LabelValues,
  outputs: number,
): Promise<number | null> {
  try {
    const value = tf.tidy(() =>
      loss.compute(tf.tensor2d(logits, [logits.length / outputs, outputs]), labels),
    );
    const [number] = await value.data();
    value.dispose();
    return number!;
  } catch (error) {
    if (error instanceof LabError && error.code === 'batch-needs-both-classes') return null;
    throw error;
  }
}
