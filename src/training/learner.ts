import type * as tf from '@tensorflow/tfjs-core';
import type { Split } from '../lab/dataset.ts';
import type { BatchPixels } from './batch/batch-pixels.ts';
import type { Batch } from './batch/epoch-batches.ts';
import type { Network } from './model/network.ts';

/** What a step trains and an evaluation scores: a network, or its head alone over features that are kept. */
export type Learner = Pick<Network, 'shape' | 'trained' | 'frozenOutput' | 'trainedOutput'>;

/** What a {@link Learner} is shown: images, or their features. */
export interface LearnerInput {
  /** @param pass from 0; another one is another draw */
  training(batch: Batch, pass: number): BatchPixels;
  /** Images [start, end) of a part. */
  evaluation(split: Split, start: number, end: number): Omit<BatchPixels, 'mix'>;
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
