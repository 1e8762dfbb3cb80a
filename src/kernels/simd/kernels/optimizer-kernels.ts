import type * as tf from '@tensorflow/tfjs-core';
import { integerPower } from '../../../lab/exact-math.ts';
import {
  ADAM_STEP,
  type AdamConstants,
  PESG_ADAM_STEP,
  PESG_STEP,
  type PesgAdamConstants,
  type PesgConstants,
  SGD_STEP,
  type SgdConstants,
} from '../../optimizer-step.ts';
import { JOBS, type Job, OPTIMIZER_CHUNK_BYTES } from '../jobs.ts';
import type { Argument } from '../thread-pool.ts';
import { registerSimdKernel, sizeOf } from './register-kernel.ts';

const FLOAT = 4;
/** Words of a slot in the kernel's table (assembly/optimizer-step.ts). */
const SLOT_WORDS = 8;

/** Fields of a slot in the order of the table, after the value and the gradient. */
function registerStep<Constants>(
  name: string,
  job: Job,
  states: readonly string[],
  constantsOf: (constants: Constants) => readonly Argument[],
): void {
  registerSimdKernel<Constants & { readonly slots: number }>(name, ({ inputs, attributes, backend }) => {
    const table: number[] = [];
    let chunks = 0;
    for (let slot = 0; slot < attributes.slots; slot++) {
      const tensor = (field: string): tf.TensorInfo => inputs[`${field}.${slot}`]!;
      const bytes = sizeOf(tensor('value')) * FLOAT;
      const words = [
        chunks,
        bytes,
        backend.addressForUpdate(tensor('value')),
        backend.address(tensor('gradient')),
        ...states.map((field) =>
          field === 'reference' ? backend.address(tensor(field)) : backend.addressForUpdate(tensor(field)),
        ),
      ];
      while (words.length < SLOT_WORDS) words.push(0);
      table.push(...words);
      chunks += Math.ceil(bytes / OPTIMIZER_CHUNK_BYTES);
    }
    const address = backend.upload(table);
    backend.run(job, chunks, [address, attributes.slots, ...constantsOf(attributes)]);
    backend.heap.free(address);
    return [];
  });
}

const float = (value: number): Argument => ({ float: value });

function adamArguments({
  beta1,
  beta2,
  epsilon,
  step,
}: Pick<AdamConstants, 'beta1' | 'beta2' | 'epsilon' | 'step'>): Argument[] {
  return [
    float(beta1),
    float(1 - beta1),
    float(beta2),
    float(1 - beta2),
    float(epsilon),
    float(1 / (1 - integerPower(beta1, step))),
    float(1 / (1 - integerPower(beta2, step))),
  ];
}

export function registerOptimizerKernels(): void {
  registerStep<SgdConstants>(SGD_STEP, JOBS.sgdStep, ['momentumBuffer'], (constants) => [
    float(constants.learningRate),
    float(constants.momentum),
    float(constants.weightDecay),
  ]);
  registerStep<AdamConstants>(ADAM_STEP, JOBS.adamStep, ['firstMoment', 'secondMoment'], (constants) => [
    float(constants.learningRate),
    float(constants.weightDecay),
    float(0),
    float(0),
    ...adamArguments(constants),
  ]);
  registerStep<PesgConstants>(
    PESG_STEP,
    JOBS.pesgStep,
    ['reference', 'accumulator', 'momentumBuffer'],
    (constants) => [
      float(constants.learningRate),
      float(constants.clip),
      float(constants.epochDecay),
      float(constants.weightDecay),
      float(constants.momentum),
      constants.firstStep ? 1 : 0,
    ],
  );
  registerStep<PesgAdamConstants>(
    PESG_ADAM_STEP,
    JOBS.pesgAdamStep,
    ['reference', 'accumulator', 'firstMoment', 'secondMoment'],
    (constants) => [
      float(constants.learningRate),
      float(constants.clip),
      float(constants.epochDecay),
      float(constants.weightDecay),
      ...adamArguments(constants),
    ],
  );
}
