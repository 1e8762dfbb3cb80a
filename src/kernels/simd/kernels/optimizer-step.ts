import type { TensorInfo } from '@tensorflow/tfjs-core';
import { implement } from '../../kernel.ts';
import {
  ADAM_STEP,
  isChanged,
  PESG_ADAM_STEP,
  PESG_DECAY,
  PESG_STEP,
  SGD_STEP,
  type StepKernel,
  slotTensor,
} from '../../optimizer-step.ts';
import { range } from '../../range.ts';
import { sizeOf } from '../../tensor-info.ts';
import { JOBS, type Job, OPTIMIZER_CHUNK_BYTES } from '../jobs.ts';
import type { SimdBackend } from '../simd-backend.ts';
import type { SimdKernel } from './simd-kernel.ts';

const FLOAT = 4;
/** Words of a slot in the kernel's table (assembly/optimizer-step.ts). */
const SLOT_WORDS = 8;

/** One parameter and what belongs to it. */
interface Slot {
  readonly bytes: number;
  /** In the order in which the kernel takes them (assembly/optimizer-step.ts). */
  readonly addresses: readonly number[];
}

function step<Constants>({ kernel, states, numbersOf }: StepKernel<Constants>, job: Job): SimdKernel {
  const fields = ['value', 'gradient', ...states];
  return implement(kernel, ({ inputs, attributes, backend }) => {
    const slots = range(attributes.slots).map((slot) => ({
      bytes: bytesOf(inputs[slotTensor('value', slot)]!),
      addresses: fields.map((field) => {
        const tensor = inputs[slotTensor(field, slot)]!;
        return isChanged(field) ? backend.addressForUpdate(tensor) : backend.address(tensor);
      }),
    }));
    return runOver(slots, Object.values(numbersOf(attributes)), backend, job);
  });
}

const DECAY: SimdKernel = implement(PESG_DECAY, ({ inputs, attributes, backend }) => {
  const slots = range(attributes.slots).map((slot) => {
    const tensors = [inputs[slotTensor('reference', slot)]!, inputs[slotTensor('accumulator', slot)]!];
    return {
      bytes: bytesOf(tensors[0]!),
      addresses: tensors.map((tensor) => backend.addressForUpdate(tensor)),
    };
  });
  return runOver(slots, [attributes.steps], backend, JOBS.pesgDecay);
});

/** Runs a job over all parameters, cut into chunks. */
function runOver(slots: readonly Slot[], numbers: readonly number[], backend: SimdBackend, job: Job): [] {
  const table = new Uint32Array(slots.length * SLOT_WORDS);
  let chunks = 0;
  slots.forEach(({ bytes, addresses }, slot) => {
    table.set([chunks, bytes, ...addresses], slot * SLOT_WORDS);
    chunks += Math.ceil(bytes / OPTIMIZER_CHUNK_BYTES);
  });
  const address = backend.upload(table);
  backend.run(job, chunks, [address, slots.length, ...numbers.map((float) => ({ float }))]);
  backend.heap.free(address);
  return [];
}

function bytesOf(tensor: TensorInfo): number {
  return sizeOf(tensor) * FLOAT;
}

export const OPTIMIZER_STEP_KERNELS: readonly SimdKernel[] = [
  step(SGD_STEP, JOBS.sgdStep),
  step(ADAM_STEP, JOBS.adamStep),
  step(PESG_STEP, JOBS.pesgStep),
  step(PESG_ADAM_STEP, JOBS.pesgAdamStep),
  DECAY,
];
