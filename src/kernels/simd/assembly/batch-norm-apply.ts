/**
 * Batch-norm, second pass, also inference: y = relu?((x - mean) · inverseDeviation · gamma + beta + residual?) over one
 * block of rows. Layout [rows][channels]. Cost: one read of x (and the residual), one write.
 */
import { argument } from './layout';
import { storeLanes } from './lanes';
import { madd } from './madd';

export function applyBatchNorm(task: i32): void {
  const x = argument(0);
  const y = argument(1);
  const residual = argument(2);
  const rows = <i32>argument(3);
  const channels = <i32>argument(4);
  const blockRows = <i32>argument(5);
  const mean = argument(6);
  const inverseDeviation = argument(7);
  const gamma = argument(8);
  const beta = argument(9);
  // Without a ReLU the floor is -inf: one loop serves both.
  const floor = f32x4.splat(argument(10) ? 0 : -f32.MAX_VALUE * 2);
  const rowBytes = (<usize>channels) << 2;
  const start = <usize>(task * blockRows) * rowBytes;
  const end = start + <usize>min(blockRows, rows - task * blockRows) * rowBytes;
  for (let c = 0; c < channels; c += 4) {
    const offset = (<usize>c) << 2;
    const m = v128.load(mean + offset);
    const scale = f32x4.mul(v128.load(inverseDeviation + offset), v128.load(gamma + offset));
    const shift = v128.load(beta + offset);
    const lanes = channels - c;
    if (lanes >= 4) {
      if (residual) {
        for (let at = start + offset; at < end; at += rowBytes) {
          const normalised = madd(f32x4.sub(v128.load(x + at), m), scale, shift);
          v128.store(y + at, f32x4.pmax(f32x4.add(normalised, v128.load(residual + at)), floor));
        }
      } else {
        for (let at = start + offset; at < end; at += rowBytes) {
          v128.store(y + at, f32x4.pmax(madd(f32x4.sub(v128.load(x + at), m), scale, shift), floor));
        }
      }
    } else {
      for (let at = start + offset; at < end; at += rowBytes) {
        let value = madd(f32x4.sub(v128.load(x + at), m), scale, shift);
        if (residual) value = f32x4.add(value, v128.load(residual + at));
        storeLanes(y + at, f32x4.pmax(value, floor), lanes);
      }
    }
  }
}
