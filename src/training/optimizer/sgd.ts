import * as tf from '@tensorflow/tfjs-core';
import { sgdStep } from '../../kernels/optimizer-step.ts';
import type { OptimizerSettings } from '../../lab/recipe/optimizers.ts';
import { type Optimizer, type OptimizerContext, zerosLike } from './optimizer.ts';

export function createSgd({ parameters }: OptimizerContext, settings: OptimizerSettings<'sgd'>): Optimizer {
  const buffers = zerosLike(parameters);
  let learningRate = settings.learningRate;
  return {
    get learningRate() {
      return learningRate;
    },
    variables: buffers,
    counters: () => [learningRate],
    restoreCounters(counters) {
      [learningRate] = counters as [number];
    },
    step(gradients) {
      const slots = parameters.map((value, index) => ({
        value,
        gradient: gradients[index]!,
        momentumBuffer: buffers[index]!,
      }));
      sgdStep(slots, { learningRate, momentum: settings.momentum, weightDecay: settings.weightDecay });
    },
    decay(factor) {
      learningRate /= factor;
    },
    dispose: () => tf.dispose(buffers),
  };
}
