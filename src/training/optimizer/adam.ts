import * as tf from '@tensorflow/tfjs-core';
import { adamStep } from '../../kernels/optimizer-step.ts';
import type { OptimizerSettings } from '../../lab/recipe/optimizers.ts';
import { type Optimizer, type OptimizerContext, zerosLike } from './optimizer.ts';

/** Keeps the division finite where the second moment is 0 (Kingma & Ba 2015). */
export const ADAM_EPSILON = 1e-8;

export function createAdam({ parameters }: OptimizerContext, settings: OptimizerSettings<'adam'>): Optimizer {
  const firstMoments = zerosLike(parameters);
  const secondMoments = zerosLike(parameters);
  let learningRate = settings.learningRate;
  let step = 0;
  return {
    get learningRate() {
      return learningRate;
    },
    variables: [...firstMoments, ...secondMoments],
    counters: () => [learningRate, step],
    restoreCounters(counters) {
      [learningRate, step] = counters as [number, number];
    },
    step(gradients) {
      step += 1;
      const slots = parameters.map((value, index) => ({
        value,
        gradient: gradients[index]!,
        firstMoment: firstMoments[index]!,
        secondMoment: secondMoments[index]!,
      }));
      const { beta1, beta2, weightDecay } = settings;
      adamStep(slots, { learningRate, beta1, beta2, weightDecay, epsilon: ADAM_EPSILON, step });
    },
    decay(factor) {
      learningRate /= factor;
    },
    dispose: () => tf.dispose([...firstMoments, ...secondMoments]),
  };
}
