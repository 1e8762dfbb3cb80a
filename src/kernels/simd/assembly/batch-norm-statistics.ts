/**
 * Batch-norm, first pass: mean and sum of squared deviations of each channel over one block of rows.
 *
 * Layout: x is [rows][channels]; block i writes partials[i] = [mean: channels][m2: channels]. The number of blocks
 * depends on the shape only, so the combined result is the same for any number of threads. A block fits the first
 * cache levels, hence the two passes over it (exact deviations instead of the cancelling sum of squares) cost one read
 * of memory; what the deviations sum up to corrects the rounding of the mean. `combineStatistics` merges the blocks in order (Chan, Golub & LeVeque 1983) in float64 and costs
 * blocks · channels.
 */
import { argument, argumentF32 } from './layout';
import { storeLanes } from './lanes';
import { madd } from './madd';

export function blockStatistics(task: i32): void {
  const x = argument(0);
  const partials = argument(1);
  const rows = <i32>argument(2);
  const channels = <i32>argument(3);
  const blockRows = <i32>argument(4);
  const rowBytes = (<usize>channels) << 2;
  const count = min(blockRows, rows - task * blockRows);
  const from = x + <usize>(task * blockRows) * rowBytes;
  const end = from + <usize>count * rowBytes;
  const means = partials + <usize>task * 2 * rowBytes;
  const deviations = means + rowBytes;
  const inverse = f32x4.splat(<f32>1 / <f32>count);
  let c = 0;
  for (; c + 16 <= channels; c += 16) {
    const offset = (<usize>c) << 2;
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    for (let at = from + offset; at < end; at += rowBytes) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
    }
    const m0 = f32x4.mul(s0, inverse), m1 = f32x4.mul(s1, inverse);
    const m2 = f32x4.mul(s2, inverse), m3 = f32x4.mul(s3, inverse);
    s0 = f32x4.splat(0); s1 = f32x4.splat(0); s2 = f32x4.splat(0); s3 = f32x4.splat(0);
    let e0 = s0, e1 = s0, e2 = s0, e3 = s0;
    for (let at = from + offset; at < end; at += rowBytes) {
      const d0 = f32x4.sub(v128.load(at), m0);
      const d1 = f32x4.sub(v128.load(at, 16), m1);
      const d2 = f32x4.sub(v128.load(at, 32), m2);
      const d3 = f32x4.sub(v128.load(at, 48), m3);
      s0 = madd(d0, d0, s0);
      s1 = madd(d1, d1, s1);
      s2 = madd(d2, d2, s2);
      s3 = madd(d3, d3, s3);
      e0 = f32x4.add(e0, d0);
      e1 = f32x4.add(e1, d1);
      e2 = f32x4.add(e2, d2);
      e3 = f32x4.add(e3, d3);
    }
    v128.store(means + offset, madd(e0, inverse, m0)); v128.store(means + offset, madd(e1, inverse, m1), 16);
    v128.store(means + offset, madd(e2, inverse, m2), 32); v128.store(means + offset, madd(e3, inverse, m3), 48);
    v128.store(deviations + offset, s0); v128.store(deviations + offset, s1, 16);
    v128.store(deviations + offset, s2, 32); v128.store(deviations + offset, s3, 48);
  }
  for (; c < channels; c += 4) {
    const offset = (<usize>c) << 2;
    let sum = f32x4.splat(0);
    for (let at = from + offset; at < end; at += rowBytes) sum = f32x4.add(sum, v128.load(at));
    const mean = f32x4.mul(sum, inverse);
    sum = f32x4.splat(0);
    let error = sum;
    for (let at = from + offset; at < end; at += rowBytes) {
      const d = f32x4.sub(v128.load(at), mean);
      sum = madd(d, d, sum);
      error = f32x4.add(error, d);
    }
    storeLanes(means + offset, madd(error, inverse, mean), channels - c);
    storeLanes(deviations + offset, sum, channels - c);
  }
}

/**
 * Merges the blocks into mean and inverse deviation, and blends the running statistics (variance unbiased).
 * Arguments: partials, blocks, rows, channels, blockRows, mean, inverseDeviation, runningMean, runningVariance,
 * epsilon, momentum.
 */
export function combineStatistics(): void {
  const partials = argument(0);
  const blocks = <i32>argument(1);
  const rows = <i32>argument(2);
  const channels = <i32>argument(3);
  const blockRows = <i32>argument(4);
  const mean = argument(5);
  const inverseDeviation = argument(6);
  const runningMean = argument(7);
  const runningVariance = argument(8);
  const epsilon = <f64>argumentF32(9);
  const momentum = argumentF32(10);
  const rowBytes = (<usize>channels) << 2;
  for (let c = 0; c < channels; c++) {
    const offset = (<usize>c) << 2;
    let total: f64 = 0;
    let m: f64 = 0;
    let m2: f64 = 0;
    let at = partials + offset;
    for (let block = 0; block < blocks; block++) {
      const count = <f64>min(blockRows, rows - block * blockRows);
      const delta = <f64>f32.load(at) - m;
      const merged = total + count;
      m += delta * count / merged;
      m2 += <f64>f32.load(at + rowBytes) + delta * delta * total * count / merged;
      total = merged;
      at += 2 * rowBytes;
    }
    f32.store(mean + offset, <f32>m);
    f32.store(inverseDeviation + offset, <f32>(1 / Math.sqrt(m2 / total + epsilon)));
    const unbiased = <f32>(m2 / Math.max(1, total - 1));
    const rm = runningMean + offset;
    const rv = runningVariance + offset;
    f32.store(rm, f32.load(rm) * (1 - momentum) + <f32>m * momentum);
    f32.store(rv, f32.load(rv) * (1 - momentum) + unbiased * momentum);
  }
}
