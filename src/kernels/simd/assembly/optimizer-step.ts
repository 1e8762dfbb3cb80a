/**
 * Optimizer steps over all parameters in one pass. A task is one chunk of 16,384 floats of one parameter.
 *
 * Layout: the slot table holds, for each parameter, eight words: number of its first chunk, bytes, and the addresses of
 * value, gradient and up to four state buffers in the order of the op's slot (../../optimizer-step.ts). Cost: memory
 * only; each buffer is read once and each changed one written once. Buffers are whole cache lines long, so the last
 * vector may pass the end of the values.
 */
import { argument, argumentF32 } from './layout';

const CHUNK: usize = 65536;
const SLOT_BYTES: usize = 32;

let slot: usize = 0;
let from: usize = 0;
let to: usize = 0;

/** Finds the parameter of a chunk and sets slot, from, to (byte offsets in its buffers). */
function locate(task: i32): void {
  const table = argument(0);
  let low = 0;
  let high = <i32>argument(1) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (load<i32>(table + <usize>middle * SLOT_BYTES) <= task) low = middle;
    else high = middle - 1;
  }
  slot = table + <usize>low * SLOT_BYTES;
  from = <usize>(task - load<i32>(slot)) * CHUNK;
  to = min(<usize>load<u32>(slot, 4), from + CHUNK);
}

// @ts-ignore: decorator
@inline
function buffer(index: usize): usize {
  return <usize>load<u32>(slot + 8 + (index << 2));
}

/** Arguments from 2: learningRate, momentum, weightDecay. */
export function sgdChunk(task: i32): void {
  locate(task);
  const value = buffer(0), gradient = buffer(1), momentumBuffer = buffer(2);
  const rate = f32x4.splat(argumentF32(2));
  const momentum = f32x4.splat(argumentF32(3));
  const decay = f32x4.splat(argumentF32(4));
  const buffered = argumentF32(3) != 0;
  for (let at = from; at < to; at += 16) {
    const v = v128.load(value + at);
    let g = f32x4.add(v128.load(gradient + at), f32x4.mul(v, decay));
    if (buffered) {
      g = f32x4.add(f32x4.mul(v128.load(momentumBuffer + at), momentum), g);
      v128.store(momentumBuffer + at, g);
    }
    v128.store(value + at, f32x4.sub(v, f32x4.mul(g, rate)));
  }
}

/** Arguments from 2: learningRate, weightDecay, then those of `adam`. */
export function adamChunk(task: i32): void {
  locate(task);
  const value = buffer(0), gradient = buffer(1), first = buffer(2), second = buffer(3);
  const decay = f32x4.splat(argumentF32(3));
  for (let at = from; at < to; at += 16) {
    const v = v128.load(value + at);
    const g = f32x4.add(v128.load(gradient + at), f32x4.mul(v, decay));
    v128.store(value + at, adam(v, g, first + at, second + at, 4));
  }
}

/** Arguments from 2: learningRate, clip, epochDecay, weightDecay, momentum, firstStep. */
export function pesgChunk(task: i32): void {
  locate(task);
  const value = buffer(0), gradient = buffer(1), reference = buffer(2), accumulator = buffer(3);
  const momentumBuffer = buffer(4);
  const rate = f32x4.splat(argumentF32(2));
  const momentum = f32x4.splat(argumentF32(6));
  const rest = f32x4.splat(<f32>1 - argumentF32(6));
  const buffered = argumentF32(6) != 0;
  const firstStep = argumentF32(7) != 0;
  for (let at = from; at < to; at += 16) {
    const v = v128.load(value + at);
    let g = proximal(v, v128.load(gradient + at), v128.load(reference + at));
    if (buffered) {
      if (!firstStep) g = f32x4.add(f32x4.mul(v128.load(momentumBuffer + at), rest), f32x4.mul(g, momentum));
      v128.store(momentumBuffer + at, g);
    }
    const next = f32x4.sub(v, f32x4.mul(g, rate));
    v128.store(value + at, next);
    v128.store(accumulator + at, f32x4.add(v128.load(accumulator + at), next));
  }
}

/** Arguments from 2: learningRate, clip, epochDecay, weightDecay, then those of `adam`. */
export function pesgAdamChunk(task: i32): void {
  locate(task);
  const value = buffer(0), gradient = buffer(1), reference = buffer(2), accumulator = buffer(3);
  const first = buffer(4), second = buffer(5);
  for (let at = from; at < to; at += 16) {
    const v = v128.load(value + at);
    const g = proximal(v, v128.load(gradient + at), v128.load(reference + at));
    const next = adam(v, g, first + at, second + at, 6);
    v128.store(value + at, next);
    v128.store(accumulator + at, f32x4.add(v128.load(accumulator + at), next));
  }
}

/** Of a slot reference and accumulator only; argument 2: how many steps the accumulator holds. */
export function pesgDecayChunk(task: i32): void {
  locate(task);
  const reference = buffer(0), accumulator = buffer(1);
  const steps = f32x4.splat(argumentF32(2));
  const zero = f32x4.splat(0);
  for (let at = from; at < to; at += 16) {
    v128.store(reference + at, f32x4.div(v128.load(accumulator + at), steps));
    v128.store(accumulator + at, zero);
  }
}

// @ts-ignore: decorator
@inline
function proximal(v: v128, gradient: v128, reference: v128): v128 {
  const clip = f32x4.splat(argumentF32(3));
  const clipped = f32x4.min(f32x4.max(gradient, f32x4.neg(clip)), clip);
  const pulled = f32x4.mul(f32x4.sub(v, reference), f32x4.splat(argumentF32(4)));
  return f32x4.add(f32x4.add(clipped, pulled), f32x4.mul(v, f32x4.splat(argumentF32(5))));
}

/**
 * Updates both moments and returns the new value. Arguments from the number `at`: beta1, 1 - beta1, beta2, 1 - beta2,
 * epsilon, 1 / (1 - beta1^step), 1 / (1 - beta2^step).
 */
// @ts-ignore: decorator
@inline
function adam(v: v128, g: v128, first: usize, second: usize, at: i32): v128 {
  const m = f32x4.add(f32x4.mul(v128.load(first), f32x4.splat(argumentF32(at))), f32x4.mul(g, f32x4.splat(argumentF32(at + 1))));
  const squared = f32x4.mul(f32x4.mul(g, g), f32x4.splat(argumentF32(at + 3)));
  const s = f32x4.add(f32x4.mul(v128.load(second), f32x4.splat(argumentF32(at + 2))), squared);
  v128.store(first, m);
  v128.store(second, s);
  const deviation = f32x4.sqrt(f32x4.mul(s, f32x4.splat(argumentF32(at + 6))));
  const step = f32x4.div(f32x4.mul(m, f32x4.splat(argumentF32(at + 5))), f32x4.add(deviation, f32x4.splat(argumentF32(at + 4))));
  return f32x4.sub(v, f32x4.mul(step, f32x4.splat(argumentF32(2))));
}
