import * as tf from '@tensorflow/tfjs-core';
import { integerPower } from '../lab/exact-math.ts';
import { hasKernel, type Kernel, kernel, runKernel } from './kernel.ts';

export interface SgdSlot {
  readonly value: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly momentumBuffer: tf.Variable;
}

export interface SgdConstants {
  readonly learningRate: number;
  /** buffer <- momentum · buffer + g (PyTorch's rule); 0 leaves the buffer untouched. */
  readonly momentum: number;
  /** L2 coefficient added to the gradient. */
  readonly weightDecay: number;
}

export interface AdamSlot {
  readonly value: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly firstMoment: tf.Variable;
  readonly secondMoment: tf.Variable;
}

export interface AdamConstants {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Number of this step, counted from 1: the bias correction needs it. */
  readonly step: number;
}

interface ProximalSlot {
  readonly value: tf.Variable;
  readonly gradient: tf.Tensor;
  /** v_ref, towards which epochDecay pulls. */
  readonly reference: tf.Variable;
  /** Sum of the values after each step since the last update of the reference. */
  readonly accumulator: tf.Variable;
}

export interface PesgSlot extends ProximalSlot {
  readonly momentumBuffer: tf.Variable;
}

export interface PesgAdamSlot extends ProximalSlot {
  readonly firstMoment: tf.Variable;
  readonly secondMoment: tf.Variable;
}

/** What PESG's decay moves. */
export type PesgDecaySlot = Pick<ProximalSlot, 'reference' | 'accumulator'>;

interface ProximalConstants {
  readonly learningRate: number;
  /** Gradients are clamped to ±clip, element by element. */
  readonly clip: number;
  readonly epochDecay: number;
  readonly weightDecay: number;
}

export interface PesgConstants extends ProximalConstants {
  /** Weight of the **new** gradient in the buffer; 0 skips the buffer (LibAUC 2.0.1, optimizers/pesg.py). */
  readonly momentum: number;
  /** The very first step copies the gradient into the buffer. */
  readonly firstStep: boolean;
}

export interface PesgAdamConstants extends ProximalConstants {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly step: number;
}

/** What a step's kernel takes: the slots' tensors by {@link slotTensor}, the constants, and how many slots there are. */
type StepKernelOf<Constants> = Kernel<
  Readonly<Record<string, tf.TensorInfo>>,
  Constants & { readonly slots: number }
>;

/**
 * A multi-tensor optimizer step: one call updates every parameter **in place**. A backend may bring it as a kernel
 * without output; elsewhere the reference made of core ops runs, one parameter after the other.
 */
export interface StepKernel<Constants> {
  readonly kernel: StepKernelOf<Constants>;
  /** Fields of a slot beside value and gradient, in the order in which a kernel passes them on. */
  readonly states: readonly string[];
  /** The numbers that a kernel computes with, by name and in the order in which it passes them on. */
  readonly numbersOf: (constants: Constants) => Readonly<Record<string, number>>;
}

/** Name of a slot's tensor among the inputs. */
export function slotTensor(field: string, slot: number): string {
  return `${field}.${slot}`;
}

/** PESG's decay of all parameters **in place**, without output; the slots' tensors by {@link slotTensor}. */
export const PESG_DECAY: StepKernelOf<{ readonly steps: number }> = kernel('PesgDecay');

/** Whether a step changes a field: the gradient and v_ref are only read. */
export function isChanged(field: string): boolean {
  return field !== 'gradient' && field !== 'reference';
}

export const SGD_STEP: StepKernel<SgdConstants> = {
  kernel: kernel('SgdStep'),
  states: ['momentumBuffer'],
  numbersOf: ({ learningRate, momentum, weightDecay }) => ({ learningRate, momentum, weightDecay }),
};

export const ADAM_STEP: StepKernel<AdamConstants> = {
  kernel: kernel('AdamStep'),
  states: ['firstMoment', 'secondMoment'],
  numbersOf: (constants) => {
    const { learningRate, weightDecay } = constants;
    return { learningRate, weightDecay, ...adamNumbers(constants) };
  },
};

export const PESG_STEP: StepKernel<PesgConstants> = {
  kernel: kernel('PesgStep'),
  states: ['reference', 'accumulator', 'momentumBuffer'],
  numbersOf: ({ learningRate, clip, epochDecay, weightDecay, momentum, firstStep }) => ({
    ...{ learningRate, clip, epochDecay, weightDecay, momentum },
    firstStep: firstStep ? 1 : 0,
  }),
};

export const PESG_ADAM_STEP: StepKernel<PesgAdamConstants> = {
  kernel: kernel('PesgAdamStep'),
  states: ['reference', 'accumulator', 'firstMoment', 'secondMoment'],
  numbersOf: (constants) => {
    const { learningRate, clip, epochDecay, weightDecay } = constants;
    return { learningRate, clip, epochDecay, weightDecay, ...adamNumbers(constants) };
  },
};

/** What Adam's update needs beside the rate; the bias corrections are factors. */
function adamNumbers({
  beta1,
  beta2,
  epsilon,
  step,
}: Pick<AdamConstants, 'beta1' | 'beta2' | 'epsilon' | 'step'>) {
  return {
    ...{ beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2, epsilon },
    correction1: 1 / (1 - integerPower(beta1, step)),
    correction2: 1 / (1 - integerPower(beta2, step)),
  };
}

/** g = gradient + weightDecay v; buffer <- momentum buffer + g; v <- v - lr buffer. */
export function sgdStep(slots: readonly SgdSlot[], constants: SgdConstants): void {
  if (runFused(SGD_STEP, slots, constants)) return;
  const { learningRate, momentum, weightDecay } = constants;
  forEachInTidy(slots, ({ value, gradient, momentumBuffer }) => {
    const g = decayed(gradient, value, weightDecay);
    if (momentum === 0) {
      value.assign(tf.sub(value, tf.mul(g, learningRate)));
      return;
    }
    momentumBuffer.assign(tf.add(tf.mul(momentumBuffer, momentum), g));
    value.assign(tf.sub(value, tf.mul(momentumBuffer, learningRate)));
  });
}

/** Adam with bias correction and L2 weight decay (Kingma & Ba 2015, algorithm 1). */
export function adamStep(slots: readonly AdamSlot[], constants: AdamConstants): void {
  if (runFused(ADAM_STEP, slots, constants)) return;
  forEachInTidy(slots, (slot) => {
    assignAdam(slot, decayed(slot.gradient, slot.value, constants.weightDecay), constants);
  });
}

/**
 * PESG on the weights (LibAUC 2.0.1, optimizers/pesg.py, mode sgd; numerics.md):
 * g = clamp(gradient, ±clip) + epochDecay (v - v_ref) + weightDecay v;
 * buffer <- g at the first step, else (1 - momentum) buffer + momentum g; v <- v - lr buffer; accumulator += v.
 */
export function pesgStep(slots: readonly PesgSlot[], constants: PesgConstants): void {
  if (runFused(PESG_STEP, slots, constants)) return;
  const { learningRate, momentum, firstStep } = constants;
  forEachInTidy(slots, (slot) => {
    const { value, momentumBuffer, accumulator } = slot;
    const g = proximalGradient(slot, constants);
    if (momentum === 0) {
      value.assign(tf.sub(value, tf.mul(g, learningRate)));
    } else {
      momentumBuffer.assign(
        firstStep ? g : tf.add(tf.mul(momentumBuffer, 1 - momentum), tf.mul(g, momentum)),
      );
      value.assign(tf.sub(value, tf.mul(momentumBuffer, learningRate)));
    }
    accumulator.assign(tf.add(accumulator, value));
  });
}

/** PESG's gradient put into bias-corrected Adam (LibAUC 2.0.1, mode adam). */
export function pesgAdamStep(slots: readonly PesgAdamSlot[], constants: PesgAdamConstants): void {
  if (runFused(PESG_ADAM_STEP, slots, constants)) return;
  forEachInTidy(slots, (slot) => {
    assignAdam(slot, proximalGradient(slot, constants), constants);
    slot.accumulator.assign(tf.add(slot.accumulator, slot.value));
  });
}

/**
 * Moves PESG's reference to the mean of the values after the steps since the last time, and begins to gather anew:
 * v_ref <- accumulator / steps; accumulator <- 0 (LibAUC 2.0.1, `update_regularizer`).
 *
 * @param steps at least 1
 */
export function pesgDecay(slots: readonly PesgDecaySlot[], steps: number): void {
  if (hasKernel(PESG_DECAY)) {
    runKernel(PESG_DECAY, inputsOf(slots), { steps, slots: slots.length });
    return;
  }
  forEachInTidy(slots, ({ reference, accumulator }) => {
    reference.assign(tf.div(accumulator, steps));
    accumulator.assign(tf.zerosLike(accumulator));
  });
}

function proximalGradient(
  { value, gradient, reference }: ProximalSlot,
  { clip, epochDecay, weightDecay }: ProximalConstants,
): tf.Tensor {
  const pulled = tf.mul(tf.sub(value, reference), epochDecay);
  return tf.add(tf.add(tf.clipByValue(gradient, -clip, clip), pulled), tf.mul(value, weightDecay));
}

function decayed(gradient: tf.Tensor, value: tf.Tensor, weightDecay: number): tf.Tensor {
  return weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(value, weightDecay));
}

function assignAdam(
  { value, firstMoment, secondMoment }: Omit<AdamSlot, 'gradient'>,
  g: tf.Tensor,
  { learningRate, beta1, beta2, epsilon, step }: Omit<AdamConstants, 'weightDecay'>,
): void {
  firstMoment.assign(tf.add(tf.mul(firstMoment, beta1), tf.mul(g, 1 - beta1)));
  secondMoment.assign(tf.add(tf.mul(secondMoment, beta2), tf.mul(tf.square(g), 1 - beta2)));
  const corrected = tf.div(firstMoment, 1 - integerPower(beta1, step));
  const deviation = tf.sqrt(tf.div(secondMoment, 1 - integerPower(beta2, step)));
  value.assign(tf.sub(value, tf.mul(tf.div(corrected, tf.add(deviation, epsilon)), learningRate)));
}

function forEachInTidy<Slot>(slots: readonly Slot[], update: (slot: Slot) => void): void {
  for (const slot of slots) tf.tidy(() => update(slot));
}

function runFused<Constants>(
  { kernel }: StepKernel<Constants>,
  slots: readonly object[],
  constants: Constants,
): boolean {
  if (!hasKernel(kernel)) return false;
  runKernel(kernel, inputsOf(slots), { ...constants, slots: slots.length });
  return true;
}

function inputsOf(slots: readonly object[]): Record<string, tf.Tensor> {
  const inputs: Record<string, tf.Tensor> = {};
  slots.forEach((slot, index) => {
    for (const [field, tensor] of Object.entries(slot))
      inputs[slotTensor(field, index)] = tensor as tf.Tensor;
  });
  return inputs;
}
