import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { adamStep, pesgAdamStep, pesgDecay, pesgStep, sgdStep } from '../optimizer-step.ts';
import {
  expectSame,
  randomTensor,
  randomValues,
  relativeDifference,
  type TestedBackend,
  valuesOn,
  withVariables,
} from './compare.ts';

export function describeOptimizerSteps(tested: TestedBackend): void {
  describe('optimizer steps', () => {
    const shapes = [[3, 3, 7, 11], [13], [1], [300, 100]];

    test('SGD', async () => {
      for (const momentum of [0, 0.9]) {
        await expectSame(tested, () =>
          steps(shapes, ['momentumBuffer'], (slots) =>
            sgdStep(slots as Parameters<typeof sgdStep>[0], {
              learningRate: 0.1,
              momentum,
              weightDecay: 1e-2,
            }),
          ),
        );
      }
    });

    test('Adam', async () => {
      await expectSame(tested, () =>
        steps(shapes, ['firstMoment', 'secondMoment'], (slots, step) =>
          adamStep(slots as Parameters<typeof adamStep>[0], {
            ...{ learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
            ...{ weightDecay: 1e-2, step },
          }),
        ),
      );
    });

    test('PESG', async () => {
      for (const momentum of [0, 0.9]) {
        await expectSame(tested, () =>
          steps(shapes, ['reference', 'accumulator', 'momentumBuffer'], (slots, step) =>
            pesgStep(slots as Parameters<typeof pesgStep>[0], {
              ...{ learningRate: 0.1, clip: 0.5, epochDecay: 0.03, weightDecay: 0.01 },
              ...{ momentum, firstStep: step === 1 },
            }),
          ),
        );
      }
    });

    test('PESG with Adam', async () => {
      await expectSame(tested, () =>
        steps(shapes, ['reference', 'accumulator', 'firstMoment', 'secondMoment'], (slots, step) =>
          pesgAdamStep(slots as Parameters<typeof pesgAdamStep>[0], {
            ...{ learningRate: 1e-2, clip: 0.5, epochDecay: 0.03, weightDecay: 0.01 },
            ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step },
          }),
        ),
      );
    });

    test("PESG's decay", async () => {
      await expectSame(tested, () =>
        withVariables(
          { reference: randomTensor([300, 100], 70), few: randomTensor([13], 71) },
          (references) => {
            const gathered = { many: randomTensor([300, 100], 72), few: randomTensor([13], 73) };
            return withVariables(gathered, (accumulators) => {
              const before = accumulators.many.clone();
              pesgDecay(
                [
                  { reference: references.reference, accumulator: accumulators.many },
                  { reference: references.few, accumulator: accumulators.few },
                ],
                37,
              );
              const all = [...Object.values(references), ...Object.values(accumulators)];
              return [before, ...all.map((variable) => tf.clone(variable))];
            });
          },
        ),
      );
    });

    test('a clone of a parameter stays what it was', async () => {
      const compute = () =>
        withVariables({ value: randomTensor([40], 30), buffer: tf.zeros([40]) }, ({ value, buffer }) => {
          const clone = value.clone();
          const slot = { value, gradient: tf.ones([40]), momentumBuffer: buffer };
          sgdStep([slot], { learningRate: 1, momentum: 0.9, weightDecay: 0 });
          return [clone, tf.clone(value)];
        });
      const [clone, value] = await valuesOn(tested.name, compute);
      expect(clone).toEqual(randomValues(40, 30));
      expect(
        relativeDifference(
          value!,
          clone!.map((v) => v - 1),
        ),
      ).toBeLessThan(1e-6);
    });
  });
}

/** Three optimizer steps over parameters of these shapes; then the parameters and all their state. */
function steps(
  shapes: readonly (readonly number[])[],
  states: readonly string[],
  step: (slots: readonly object[], number: number) => void,
): tf.Tensor[] {
  const variables: tf.Variable[] = [];
  const variable = (tensor: tf.Tensor) => {
    const created = tf.variable(tensor);
    variables.push(created);
    return created;
  };
  const slots = shapes.map((shape, index) => ({
    value: variable(randomTensor(shape, 40 + index)),
    gradient: randomTensor(shape, 50 + index),
    ...Object.fromEntries(
      states.map((state) => [
        state,
        variable(state === 'reference' ? randomTensor(shape, 60 + index) : tf.zeros([...shape])),
      ]),
    ),
  }));
  for (const number of [1, 2, 3]) step(slots, number);
  const results = variables.map((created) => tf.clone(created));
  for (const created of variables) created.dispose();
  return results;
}
