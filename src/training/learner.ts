import type * as tf from '@tensorflow/tfjs-core';
import type { Split } from '../lab/dataset.ts';
import type { LabelValues } from '../lab/label-values.ts';
import type { Batch } from './batch/epoch-batches.ts';
import type { Network } from './model/network.ts';
import type { LabelMix } from './targets.ts';

/** What a step trains and an evaluation scores: a network, or its head alone over features that are kept. */
export type Learner = Pick<Network, 'shape' | 'trained' | 'frozenOutput' | 'trainedOutput'>;

/** What a step is made on: the caller disposes the tensor. */
export interface TrainingBatch {
  /** [N, (D,) H, W, C], or [N, features] */
  readonly images: tf.Tensor;
  /** N rows as in SplitData.labels. */
  readonly labels: LabelValues;
  /** What is mixed into the images; null where nothing is. */
  readonly mix: LabelMix | null;
}

/** What a {@link Learner} is shown: images, or their features. */
export interface LearnerInput {
  /**
   * Begins to make the batch that {@link training} will be asked for next, beside what else is computed; one that was begun
   * before is given up. Null: there is no next one.
   */
  begin(next: { readonly batch: Batch; readonly pass: number } | null): void;
  /** @param pass from 0; another one is another draw */
  training(batch: Batch, pass: number): TrainingBatch;
  /** Images [start, end) of a part; the caller disposes them. */
  evaluation(split: Split, start: number, end: number): tf.Tensor;
}

/** The head of a network over what its frozen parts make of the images. */
export function headOf(net: Network): Learner {
  return {
    shape: net.shape,
    get trained() {
      return net.trained;
    },
    frozenOutput: (features) => features,
    trainedOutput: (features) => net.logitsOfFeatures(features as tf.Tensor2D),
  };
}
