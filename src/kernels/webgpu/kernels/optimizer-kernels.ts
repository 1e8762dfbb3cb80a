import type * as tf from '@tensorflow/tfjs-core';
import { integerPower } from '../../../lab/exact-math.ts';
import { range } from '../../convolution-geometry.ts';
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
import { spread } from '../dispatch.ts';
import {
  ADAM_RULE,
  CHUNK,
  MOST_SLOTS,
  optimizerShader,
  PESG_ADAM_RULE,
  PESG_RULE,
  SGD_RULE,
  type StepRule,
} from '../optimizer-shader.ts';
import { StateSlab } from '../state-slabs.ts';
import { alignOffset, type WebgpuBackend } from '../webgpu-backend.ts';
import { registerWebgpuKernel, sizeOf, words } from './register-kernel.ts';

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

function registerStep<Constants>(
  name: string,
  rule: StepRule,
  valuesOf: (constants: Constants) => readonly number[],
  changesEachStep: boolean,
): void {
  const fields = ['value', ...rule.states];
  registerWebgpuKernel<Constants & { readonly slots: number }>(name, ({ inputs, attributes, backend }) => {
    const all = range(attributes.slots);
    const tensor = (field: string, slot: number) => inputs[`${field}.${slot}`]!;
    for (const field of fields) {
      if (field !== 'reference') for (const slot of all) backend.ownForUpdate(tensor(field, slot));
    }
    const constants = words(...valuesOf(attributes).map((float) => ({ float })));
    const { largestBytes } = backend.pool;
    const values = all.map((slot) => tensor('value', slot));
    for (const { from, to, slabs } of clustersFor(name, fields, values, largestBytes)) {
      const numbers = range(to - from).map((index) => from + index);
      const state = fields.map((field) =>
        slabs.get(field)!.gather(
          backend,
          numbers.map((slot) => tensor(field, slot)),
        ),
      );
      const offsets = slabs.get('value')!.offsets;
      const slots = numbers.map((slot, index) => ({
        gradient: backend.binding(tensor('gradient', slot)),
        offset: offsets[index]!,
        length: sizeOf(tensor('value', slot)),
      }));
      dispatchSlots(backend, { name, rule, changesEachStep }, state, slots, constants);
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
  { name, rule, changesEachStep }: { name: string; rule: StepRule; changesEachStep: boolean },
  state: readonly GPUBufferBinding[],
  slots: readonly SlotPlace[],
  constants: Uint32Array<ArrayBuffer>,
): void {
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
      program: { key: `${name} ${bound}`, code: () => optimizerShader(rule, bound) },
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

function adamValues({
  beta1,
  beta2,
  epsilon,
  step,
}: Pick<AdamConstants, 'beta1' | 'beta2' | 'epsilon' | 'step'>): number[] {
  return [
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    epsilon,
    1 / (1 - integerPower(beta1, step)),
    1 / (1 - integerPower(beta2, step)),
  ];
}

export function registerOptimizerKernels(): void {
  registerStep<SgdConstants>(
    SGD_STEP,
    SGD_RULE,
    ({ learningRate, momentum, weightDecay }) => [learningRate, momentum, weightDecay],
    false,
  );
  registerStep<AdamConstants>(
    ADAM_STEP,
    ADAM_RULE,
    (constants) => [constants.learningRate, constants.weightDecay, ...adamValues(constants)],
    true,
  );
  registerStep<PesgConstants>(
    PESG_STEP,
    PESG_RULE,
    ({ learningRate, clip, epochDecay, weightDecay, momentum, firstStep }) => [
      ...[learningRate, clip, epochDecay, weightDecay, momentum],
      firstStep ? 1 : 0,
    ],
    false,
  );
  registerStep<PesgAdamConstants>(
    PESG_ADAM_STEP,
    PESG_ADAM_RULE,
    (constants) => [
      ...[constants.learningRate, constants.clip, constants.epochDecay, constants.weightDecay],
      ...adamValues(constants),
    ],
    true,
  );
}
