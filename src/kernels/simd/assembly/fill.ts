/** Fills a buffer with one value. A task is one chunk of CHUNK bytes; cost: one write. */
import { argument, argumentF32 } from './layout';

const CHUNK: usize = 131072;

export function fill(task: i32): void {
  const end = argument(0) + argument(1);
  const from = argument(0) + <usize>task * CHUNK;
  const to = min(end, from + CHUNK);
  const value = f32x4.splat(argumentF32(2));
  // Buffers are whole cache lines long, so the last vector may pass the end.
  for (let at = from; at < to; at += 16) v128.store(at, value);
}
