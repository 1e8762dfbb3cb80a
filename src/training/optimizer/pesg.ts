import * as tf from '@tensorflow/tfjs-core';
import { pesgAdamStep, pesgDecay, pesgStep } from '../../kernels/optimizer-step.ts';
import type { OptimizerSettings } from '../../lab/recipe/optimizers.ts';
import { ADAM_EPSILON } from './adam.ts';
import { type Optimizer, type OptimizerContext, zerosLike } from './optimizer.ts';

/** Spread of LibAUC's random start of the reference point. */
const REFERENCE_DEVIATION = 0.01;
const ADAM_BETAS = { beta1: 0.9, beta2: 0.999 } as const;

/**
 * PESG (proximal epoch stochastic gradient; LibAUC 2.0.1, optimizers/pesg.py; Yuan et al., ICCV 2021), in its sgd and
 * adam modes. The ascent in α belongs to the loss. At a decay epoch (`update_regularizer`) the learning rate is
 * divided and the reference point moves to the mean of the values since the last time; momentum buffers stay.
 */
export function createPesg(
  { parameters, random }: OptimizerContext,
  settings: OptimizerSettings<'pesg'>,
): Optimizer {
  const accumulators = zerosLike(parameters);
  const firstMoments = zerosLike(parameters);
  const secondMoments = settings.mode === 'adam' ? zerosLike(parameters) : [];
  const references = parameters.map((parameter) =>
    tf.tidy(() => {
      // A copy by arithmetic: tf.variable and tf.clone would share the memory that the steps update in place.
      if (settings.reference === 'initial') return tf.variable(tf.add(parameter, 0));
      if (settings.reference === 'zeros') return tf.variable(tf.zeros(parameter.shape));
      const values = Float32Array.from(
        { length: parameter.size },
        () => REFERENCE_DEVIATION * random.normal(),
      );
      return tf.variable(tf.tensor(values, parameter.shape));
    }),
  );
  const variables = [...accumulators, ...firstMoments, ...secondMoments, ...references];
  let learningRate = settings.learningRate;
  let step = 0;
  let stepsSinceDecay = 0;
  return {
    get learningRate() {
      return learningRate;
    },
    variables,
    counters: () => [learningRate, step, stepsSinceDecay],
    restoreCounters(counters) {
      [learningRate, step, stepsSinceDecay] = counters as [number, number, number];
    },
    step(gradients) {
      step += 1;
      stepsSinceDecay += 1;
      const { clip, epochDecay, weightDecay, momentum } = settings;
      const constants = { learningRate, clip, epochDecay, weightDecay };
      const shared = parameters.map((value, index) => ({
        value,
        gradient: gradients[index]!,
        reference: references[index]!,
        accumulator: accumulators[index]!,
      }));
      if (settings.mode === 'adam') {
        pesgAdamStep(
          shared.map((slot, index) => ({
            ...slot,
            firstMoment: firstMoments[index]!,
            secondMoment: secondMoments[index]!,
          })),
          { ...constants, ...ADAM_BETAS, epsilon: ADAM_EPSILON, step },
        );
      } else {
        pesgStep(
          shared.map((slot, index) => ({ ...slot, momentumBuffer: firstMoments[index]! })),
          { ...constants, momentum, firstStep: step === 1 },
        );
      }
    },
    decay(factor) {
      learningRate /= factor;
      if (stepsSinceDecay === 0) return;
      const slots = references.map((reference, index) => ({ reference, accumulator: accumulators[index]! }));
      pesgDecay(slots, stepsSinceDecay);
      stepsSinceDecay = 0;
    },
    dispose: () => tf.dispose(variables),
  };
}
