import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** The reference: core ops on tfjs' own kernels in plain JavaScript. */
export const REFERENCE = 'cpu';
/** Largest difference allowed between 32-bit kernels, relative to the largest value of the reference. */
export const TOLERANCE = 1e-4;

/** A backend whose kernels are held to the reference. */
export interface TestedBackend {
  readonly name: string;
  /** Largest difference allowed, relative to the largest value of the reference. */
  readonly tolerance: number;
}

/** Values in (-1, 1) that a seed decides (mulberry32). */
export function randomValues(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

export function randomTensor(shape: readonly number[], seed: number): tf.Tensor {
  return tf.tensor(randomValues(tf.util.sizeFromShape([...shape]), seed), [...shape]);
}

/** A gradient as small as those of a mean over a batch: a format for gradients may have a range to match. */
export function upstreamGradient(shape: readonly number[], seed: number): tf.Tensor {
  return tf.mul(randomTensor(shape, seed), 2 ** -8);
}

/** Largest difference of two arrays, relative to the largest value of the second. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let largest = 1e-30;
  for (let i = 0; i < expected.length; i++) {
    const distance = Math.abs(actual[i]! - expected[i]!);
    difference = Math.max(difference, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return difference / largest;
}

/** Values of what `compute` returns, and that it leaves no tensor behind. */
export async function valuesOn(
  backend: string,
  compute: () => tf.Tensor[] | Promise<tf.Tensor[]>,
): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const before = tf.memory();
  tf.engine().startScope();
  const tensors = await compute();
  const values = await Promise.all(tensors.map(async (tensor) => (await tensor.data()) as Float32Array));
  tf.engine().endScope();
  const after = tf.memory();
  expect(after.numTensors).toBe(before.numTensors);
  expect(after.numDataBuffers).toBe(before.numDataBuffers);
  return values;
}

/** What the reference gives. */
export function referenceOf(compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  return valuesOn(REFERENCE, compute);
}

/**
 * The backend gives what the reference gives, output by output.
 *
 * @param reference for who has kept it from before; else it is computed
 */
export async function expectSame(
  { name, tolerance }: TestedBackend,
  compute: () => tf.Tensor[],
  reference: () => Promise<Float32Array[]> = () => referenceOf(compute),
): Promise<void> {
  const expected = await reference();
  const actual = await valuesOn(name, compute);
  expect(actual.map((values) => values.length)).toEqual(expected.map((values) => values.length));
  actual.forEach((values, index) => {
    expect(relativeDifference(values, expected[index]!), `output ${index}`).toBeLessThan(tolerance);
  });
}

/** Variables for the duration of `use`, which returns the tensors to compare. */
export function withVariables<Name extends string>(
  initial: Record<Name, tf.Tensor>,
  use: (variables: Record<Name, tf.Variable>) => tf.Tensor[],
): tf.Tensor[] {
  const entries = Object.entries<tf.Tensor>(initial).map(
    ([name, value]) => [name, tf.variable(value)] as const,
  );
  const variables = Object.fromEntries(entries) as Record<Name, tf.Variable>;
  const results = use(variables);
  for (const [, variable] of entries) variable.dispose();
  return results;
}

/** Central differences at a few coordinates; the loss must be smooth there within the step. */
export async function expectFiniteDifferences(
  at: Float32Array,
  gradient: Float32Array,
  loss: (x: Float32Array) => Promise<number>,
): Promise<void> {
  const step = 1e-2;
  const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let coordinate = 0; coordinate < at.length; coordinate += Math.ceil(at.length / 12)) {
    const shifted = (by: number) => at.map((value, i) => (i === coordinate ? value + by : value));
    const slope = ((await loss(shifted(step))) - (await loss(shifted(-step)))) / (2 * step);
    expect(Math.abs(slope - gradient[coordinate]!) / largest, `coordinate ${coordinate}`).toBeLessThan(0.02);
  }
}
