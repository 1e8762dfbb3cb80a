/**
 * Copies lines of an image stack into a roomier one: zero padding along the last spatial axis (so that a filter row of a
 * few channels is one run) or a gap behind each image (rows exactly a multiple of 4 KiB apart share a first-level way
 * and halve the rate of the tile). A task is one image. Cost: one read and one write.
 */
import { argument } from './layout';

export function copyLines(task: i32): void {
  const lines = argument(2);
  const lineBytes = argument(3);
  const frontBytes = argument(4);
  const paddedBytes = argument(5);
  const imageBytes = argument(6);
  let source = argument(0) + <usize>task * lines * lineBytes;
  let target = argument(1) + <usize>task * imageBytes;
  for (let line: usize = 0; line < lines; line++) {
    memory.fill(target, 0, frontBytes);
    memory.copy(target + frontBytes, source, lineBytes);
    memory.fill(target + frontBytes + lineBytes, 0, paddedBytes - frontBytes - lineBytes);
    source += lineBytes;
    target += paddedBytes;
  }
}
