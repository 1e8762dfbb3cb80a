import type * as tf from '@tensorflow/tfjs-core';
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
import { range } from '../../range.ts';
import { sizeOf } from '../../tensor-info.ts';
import { spread } from '../dispatch.ts';
import {
  ADAM_UPDATE,
  CHUNK,
  MOST_SLOTS,
  optimizerShader,
  PESG_ADAM_UPDATE,
  PESG_UPDATE,
  SGD_UPDATE,
} from '../optimizer-shader.ts';
import { StateSlab } from '../state-slabs.ts';
import { alignOffset } from '../tensor-data.ts';
import { words } from '../uniform-words.ts';
import type { WebgpuBackend } from '../webgpu-backend.ts';
import type { WebgpuKernel } from './webgpu-kernel.ts';

const FLOAT = 4;
const VECTOR = 4 * FLOAT;
/** Words of a slot in the table. */
const SLOT_WORDS = 8;

/** Parameters whose fields lie in the same slabs: all of a network, if a buffer may be that large. */
interface Cluster {
  /** Numbers of the slots, from and to (excluded). */
  readonly from: number;
  readonly to: number;
  readonly slabs: ReadonlyMap<string, StateSlab>;
}

/** The clusters of an optimizer, known by the parameter of its first slot. */
const clustersByFirst = new WeakMap<object, Map<string, readonly Cluster[]>>();

function clustersFor(
  name: string,
  fields: readonly string[],
  values: readonly tf.TensorInfo[],
  largestBytes: number,
): readonly Cluster[] {
  const known = clustersByFirst.get(values[0]!) ?? new Map<string, readonly Cluster[]>();
  clustersByFirst.set(values[0]!, known);
  const sizes = values.map((value) => FLOAT * sizeOf(value));
  const key = `${name} ${sizes.join()}`;
  const made = known.get(key) ?? makeClusters(fields, sizes, largestBytes);
  known.set(key, made);
  return made;
}

function makeClusters(fields: readonly string[], sizes: readonly number[], largestBytes: number): Cluster[] {
  const clusters: Cluster[] = [];
  let from = 0;
  while (from < sizes.length) {
    let to = from;
    let bytes = 0;
    while (to < sizes.length && (to === from || bytes + alignOffset(sizes[to]!) <= largestBytes)) {
      bytes += alignOffset(sizes[to]!);
      to += 1;
    }
    const part = sizes.slice(from, to);
    clusters.push({ from, to, slabs: new Map(fields.map((field) => [field, new StateSlab(part)])) });
    from = to;
  }
  return clusters;
}

/** One rule on the device. */
interface Rule {
  /** Programs of the same name are the same. */
  readonly name: string;
  /** Buffers of the state, the value's first. */
  readonly fields: readonly string[];
  readonly update: string;
  /** Whether the numbers differ from step to step, so that keeping them on the device would be in vain. */
  readonly changesEachStep: boolean;
}

/** @param update of ../optimizer-shader.ts */
function step<Constants>(
  { kernel, states, numbersOf }: StepKernel<Constants>,
  update: string,
  { changesEachStep }: Pick<Rule, 'changesEachStep'>,
): WebgpuKernel {
  const [name] = kernel.names;
  const fields = ['value', ...states];
  const rule = { name, fields, update, changesEachStep };
  return implement(kernel, ({ inputs, attributes, backend }) => {
    const all = range(attributes.slots);
    const tensor = (field: string, slot: number) => inputs[slotTensor(field, slot)]!;
    for (const field of fields.filter(isChanged)) {
      for (const slot of all) backend.ownForUpdate(tensor(field, slot));
    }
    const { largestBytes } = backend.pool;
    const values = all.map((slot) => tensor('value', slot));
    for (const { from, to, slabs } of clustersFor(name, fields, values, largestBytes)) {
      const members = range(to - from).map((index) => from + index);
      const state = fields.map((field) =>
        slabs.get(field)!.gather(
          backend,
          members.map((slot) => tensor(field, slot)),
        ),
      );
      const offsets = slabs.get('value')!.offsets;
      const slots = members.map((slot, index) => ({
        gradient: backend.binding(tensor('gradient', slot)),
        offset: offsets[index]!,
        length: sizeOf(tensor('value', slot)),
      }));
      dispatchSlots(backend, rule, state, slots, numbersOf(attributes));
    }
    return [];
  });
}

interface SlotPlace {
  readonly gradient: GPUBufferBinding & { readonly offset: number };
  readonly offset: number;
  readonly length: number;
}

/** As many parameters in each dispatch as gradients can be bound beside the state. */
function dispatchSlots(
  backend: WebgpuBackend,
  { name, fields, update, changesEachStep }: Rule,
  state: readonly GPUBufferBinding[],
  slots: readonly SlotPlace[],
  numbers: Readonly<Record<string, number>>,
): void {
  const constants = words(...Object.values(numbers).map((float) => ({ float })));
  const room = backend.device.limits.maxStorageBuffersPerShaderStage - state.length;
  let next = 0;
  while (next < slots.length) {
    const gradients: GPUBuffer[] = [];
    const table: number[] = [];
    let chunks = 0;
    let count = 0;
    while (next < slots.length && count < MOST_SLOTS) {
      const { gradient, offset, length } = slots[next]!;
      if (!gradients.includes(gradient.buffer)) {
        if (gradients.length === room) break;
        gradients.push(gradient.buffer);
      }
      table.push(chunks, offset / VECTOR, Math.ceil(length / 4));
      table.push(gradients.indexOf(gradient.buffer), gradient.offset / VECTOR, 0, 0, 0);
      chunks += Math.ceil(length / CHUNK);
      next += 1;
      count += 1;
    }
    const padding = new Array<number>(MOST_SLOTS * SLOT_WORDS - table.length).fill(0);
    const bound = gradients.length;
    backend.dispatch({
      program: {
        key: `${name} ${bound}`,
        code: () => optimizerShader({ fields, constants: Object.keys(numbers), update }, bound),
      },
      bindings: [
        ...state,
        ...gradients.map((buffer) => ({ buffer })),
        backend.uniformTable(words(...table, ...padding, count)),
      ],
      uniforms: constants,
      transient: changesEachStep,
      workgroups: spread(chunks),
    });
  }
}

export const OPTIMIZER_STEP_KERNELS: readonly WebgpuKernel[] = [
  step(SGD_STEP, SGD_UPDATE, { changesEachStep: false }),
  step(ADAM_STEP, ADAM_UPDATE, { changesEachStep: true }),
  step(PESG_STEP, PESG_UPDATE, { changesEachStep: false }),
  step(PESG_ADAM_STEP, PESG_ADAM_UPDATE, { changesEachStep: true }),
];
