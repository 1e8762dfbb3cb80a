/**
 * Elementwise operations on buffers of equal length. A task is one chunk of 32,768 floats.
 * Cost: memory only (two reads or one, one write). Buffers are whole cache lines long, so the last vector may pass the
 * end of the values.
 */
import { argument } from './layout';

const CHUNK: usize = 131072;

export function addChunk(task: i32): void {
  const from = <usize>task * CHUNK;
  const to = min(argument(3), from + CHUNK);
  const a = argument(0);
  const b = argument(1);
  const out = argument(2);
  for (let at = from; at < to; at += 16) {
    v128.store(out + at, f32x4.add(v128.load(a + at), v128.load(b + at)));
  }
}

export function reluChunk(task: i32): void {
  const from = <usize>task * CHUNK;
  const to = min(argument(2), from + CHUNK);
  const x = argument(0);
  const out = argument(1);
  const zero = f32x4.splat(0);
  for (let at = from; at < to; at += 16) v128.store(out + at, f32x4.pmax(v128.load(x + at), zero));
}

/** dx = dy where x > 0: the gradient of the ReLU, which tfjs writes as dy · step(x). */
export function reluGradientChunk(task: i32): void {
  const from = <usize>task * CHUNK;
  const to = min(argument(3), from + CHUNK);
  const dy = argument(0);
  const x = argument(1);
  const out = argument(2);
  const zero = f32x4.splat(0);
  for (let at = from; at < to; at += 16) {
    v128.store(out + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(x + at), zero)));
  }
}
