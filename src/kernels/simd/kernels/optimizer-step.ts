import { implement } from '../../kernel.ts';
import {
  ADAM_STEP,
  isChanged,
  PESG_ADAM_STEP,
  PESG_STEP,
  SGD_STEP,
  type StepKernel,
  slotTensor,
} from '../../optimizer-step.ts';
import { sizeOf } from '../../tensor-info.ts';
import { JOBS, type Job, OPTIMIZER_CHUNK_BYTES } from '../jobs.ts';
import type { SimdKernel } from './simd-kernel.ts';

const FLOAT = 4;
/** Words of a slot in the kernel's table (assembly/optimizer-step.ts). */
const SLOT_WORDS = 8;

function step<Constants>({ kernel, states, numbersOf }: StepKernel<Constants>, job: Job): SimdKernel {
  const fields = ['value', 'gradient', ...states];
  return implement(kernel, ({ inputs, attributes, backend }) => {
    const table: number[] = [];
    let chunks = 0;
    for (let slot = 0; slot < attributes.slots; slot++) {
      const bytes = sizeOf(inputs[slotTensor('value', slot)]!) * FLOAT;
      const words = [
        ...[chunks, bytes],
        ...fields.map((field) => {
          const tensor = inputs[slotTensor(field, slot)]!;
          return isChanged(field) ? backend.addressForUpdate(tensor) : backend.address(tensor);
        }),
      ];
      while (words.length < SLOT_WORDS) words.push(0);
      table.push(...words);
      chunks += Math.ceil(bytes / OPTIMIZER_CHUNK_BYTES);
    }
    const address = backend.upload(table);
    const numbers = Object.values(numbersOf(attributes)).map((float) => ({ float }));
    backend.run(job, chunks, [address, attributes.slots, ...numbers]);
    backend.heap.free(address);
    return [];
  });
}

export const OPTIMIZER_STEP_KERNELS: readonly SimdKernel[] = [
  step(SGD_STEP, JOBS.sgdStep),
  step(ADAM_STEP, JOBS.adamStep),
  step(PESG_STEP, JOBS.pesgStep),
  step(PESG_ADAM_STEP, JOBS.pesgAdamStep),
];
