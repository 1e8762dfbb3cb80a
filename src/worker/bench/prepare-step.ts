import * as tf from '@tensorflow/tfjs-core';
import { EDGE } from '../../lab/bench/step-cases.ts';
import type { ModelShape } from '../../lab/model-shape.ts';
import { createRandom, STREAM } from '../../lab/random.ts';
import { createLoss } from '../../training/loss/registry.ts';
import { ResNet18 } from '../../training/model/resnet18.ts';
import { createOptimizer } from '../../training/optimizer/registry.ts';
import { trainableOf, trainingStep } from '../../training/training-step.ts';

export interface PreparedStep {
  /** One step, complete when the promise resolves; its time in milliseconds. */
  run(): Promise<number>;
  dispose(): void;
}

/**
 * The lab's own step on the current backend: AUC margin loss and PESG, the optimizer with the most state.
 *
 * @param edge of the images along every axis, in pixels
 */
export function prepareStep(shape: ModelShape, batch: number, edge = EDGE): PreparedStep {
  const random = createRandom(1, STREAM.weights);
  const model = new ResNet18(shape, 1);
  const loss = createLoss(
    { name: 'aucm', margin: 1, version: 'v1' },
    { task: 'binary', outputs: shape.outputs, classWeights: null },
  );
  const optimizer = createOptimizer(
    {
      ...{ name: 'pesg', learningRate: 0.1, mode: 'sgd', momentum: 0.9, clip: 1 },
      ...{ weightDecay: 1e-4, epochDecay: 3e-3, reference: 'random' },
    },
    { parameters: trainableOf(model, loss), random },
  );
  const imageShape = [batch, ...new Array<number>(shape.dims).fill(edge), shape.channels];
  const pixels = Float32Array.from({ length: tf.util.sizeFromShape(imageShape) }, () => random.uniform());
  const labels = Uint8Array.from({ length: batch }, (_, index) => index % 2);
  return {
    async run() {
      const start = performance.now();
      // The upload is part of a step, as in training.
      const images = tf.tensor(pixels, imageShape);
      const result = trainingStep(model, loss, optimizer, images, labels);
      await result.loss.data();
      const elapsed = performance.now() - start;
      tf.dispose([images, result.loss, result.logits]);
      return elapsed;
    },
    dispose() {
      optimizer.dispose();
      loss.dispose();
      model.dispose();
    },
  };
}
