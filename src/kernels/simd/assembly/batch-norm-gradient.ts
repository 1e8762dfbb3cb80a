/**
 * Gradient of training batch-norm (+ residual) (+ ReLU). With g = dy where y > 0 and z = (x - mean) · inverseDeviation:
 * dBeta = sum g, dGamma = sum g z, dx = gamma · inverseDeviation · (g - dBeta / rows - z · dGamma / rows),
 * dResidual = g (Ioffe & Szegedy 2015, section 3).
 *
 * Layout: [rows][channels]; block i of the first pass writes partials[i] = [sum g: channels][sum g (x - mean)].
 * Cost: two passes over dy, x, y; one write of dx (and dResidual). Blocks depend on the shape only, as in the forward.
 */
import { argument } from './layout';
import { storeLanes } from './lanes';
import { madd } from './madd';

/** Rows added up before they join the block's sum: these sums cancel, and short ones round less. */
const SHORT_SUM: usize = 16;

export function blockGradientSums(task: i32): void {
  const dy = argument(0);
  const x = argument(1);
  const y = argument(2);
  const partials = argument(3);
  const rows = <i32>argument(4);
  const channels = <i32>argument(5);
  const blockRows = <i32>argument(6);
  const mean = argument(7);
  const rowBytes = (<usize>channels) << 2;
  const start = <usize>(task * blockRows) * rowBytes;
  const end = start + <usize>min(blockRows, rows - task * blockRows) * rowBytes;
  const sums = partials + <usize>task * 2 * rowBytes;
  const zero = f32x4.splat(0);
  const stride = SHORT_SUM * rowBytes;
  for (let c = 0; c < channels; ) {
    const offset = (<usize>c) << 2;
    if (c + 8 <= channels) {
      const m0 = v128.load(mean + offset), m1 = v128.load(mean + offset, 16);
      let g0 = zero, g1 = zero, z0 = zero, z1 = zero;
      for (let from = start + offset; from < end; from += stride) {
        const to = min(end, from + stride);
        let h0 = zero, h1 = zero, w0 = zero, w1 = zero;
        for (let at = from; at < to; at += rowBytes) {
          let d0 = v128.load(dy + at), d1 = v128.load(dy + at, 16);
          if (y) {
            d0 = v128.and(d0, f32x4.gt(v128.load(y + at), zero));
            d1 = v128.and(d1, f32x4.gt(v128.load(y + at, 16), zero));
          }
          h0 = f32x4.add(h0, d0);
          h1 = f32x4.add(h1, d1);
          w0 = madd(d0, f32x4.sub(v128.load(x + at), m0), w0);
          w1 = madd(d1, f32x4.sub(v128.load(x + at, 16), m1), w1);
        }
        g0 = f32x4.add(g0, h0);
        g1 = f32x4.add(g1, h1);
        z0 = f32x4.add(z0, w0);
        z1 = f32x4.add(z1, w1);
      }
      v128.store(sums + offset, g0); v128.store(sums + offset, g1, 16);
      v128.store(sums + rowBytes + offset, z0); v128.store(sums + rowBytes + offset, z1, 16);
      c += 8;
    } else {
      const m = v128.load(mean + offset);
      let g = zero, z = zero;
      for (let from = start + offset; from < end; from += stride) {
        const to = min(end, from + stride);
        let h = zero, w = zero;
        for (let at = from; at < to; at += rowBytes) {
          let d = v128.load(dy + at);
          if (y) d = v128.and(d, f32x4.gt(v128.load(y + at), zero));
          h = f32x4.add(h, d);
          w = madd(d, f32x4.sub(v128.load(x + at), m), w);
        }
        g = f32x4.add(g, h);
        z = f32x4.add(z, w);
      }
      storeLanes(sums + offset, g, channels - c);
      storeLanes(sums + rowBytes + offset, z, channels - c);
      c += 4;
    }
  }
}

/** Adds the blocks in order, in float64. Arguments: partials, blocks, channels, inverseDeviation, dGamma, dBeta. */
export function combineGradientSums(): void {
  const partials = argument(0);
  const blocks = <i32>argument(1);
  const channels = <i32>argument(2);
  const inverseDeviation = argument(3);
  const dGamma = argument(4);
  const dBeta = argument(5);
  const rowBytes = (<usize>channels) << 2;
  for (let c = 0; c < channels; c++) {
    const offset = (<usize>c) << 2;
    let g: f64 = 0;
    let z: f64 = 0;
    let at = partials + offset;
    for (let block = 0; block < blocks; block++) {
      g += <f64>f32.load(at);
      z += <f64>f32.load(at + rowBytes);
      at += 2 * rowBytes;
    }
    f32.store(dBeta + offset, <f32>g);
    f32.store(dGamma + offset, <f32>(z * <f64>f32.load(inverseDeviation + offset)));
  }
}

export function applyGradient(task: i32): void {
  const dy = argument(0);
  const x = argument(1);
  const y = argument(2);
  const dx = argument(3);
  const rows = <i32>argument(4);
  const channels = <i32>argument(5);
  const blockRows = <i32>argument(6);
  const mean = argument(7);
  const inverseDeviation = argument(8);
  const gamma = argument(9);
  const dGamma = argument(10);
  const dBeta = argument(11);
  const dResidual = argument(12);
  const rowBytes = (<usize>channels) << 2;
  const start = <usize>(task * blockRows) * rowBytes;
  const end = start + <usize>min(blockRows, rows - task * blockRows) * rowBytes;
  const zero = f32x4.splat(0);
  const perRow = f32x4.splat(<f32>1 / <f32>rows);
  for (let c = 0; c < channels; c += 4) {
    const offset = (<usize>c) << 2;
    const lanes = channels - c;
    const m = v128.load(mean + offset);
    const inverse = v128.load(inverseDeviation + offset);
    // dx = scale g - slope (x - mean) - constant
    const scale = f32x4.mul(inverse, v128.load(gamma + offset));
    const slope = f32x4.neg(f32x4.mul(f32x4.mul(scale, inverse), f32x4.mul(perRow, v128.load(dGamma + offset))));
    const constant = f32x4.neg(f32x4.mul(scale, f32x4.mul(perRow, v128.load(dBeta + offset))));
    for (let at = start + offset; at < end; at += rowBytes) {
      let g = v128.load(dy + at);
      if (y) g = v128.and(g, f32x4.gt(v128.load(y + at), zero));
      const value = madd(scale, g, madd(slope, f32x4.sub(v128.load(x + at), m), constant));
      if (lanes >= 4) {
        v128.store(dx + at, value);
        if (dResidual) v128.store(dResidual + at, g);
      } else {
        storeLanes(dx + at, value, lanes);
        if (dResidual) storeLanes(dResidual + at, g, lanes);
      }
    }
  }
}
