/**
 * The micro-kernel under every convolution, gradient and dense layer: a tile of the product of gathered rows and one
 * packed panel, out[r][j] (+)= sum over runs, k of a[r][run.offset + k] · panel[run.panel + 8 k + j], j < 8.
 *
 * Layout: `rows` holds (address of a, address of out) for each row, `runs` holds (byte offset added to every row's a,
 * byte offset in the panel, length) for each stretch of the sum that is contiguous in a; a panel is [k][8].
 * Cost: 12 multiply-adds, 2 loads and 6 broadcast loads for each k, so two multiply-add ports are the limit: 6 cycles;
 * 12 accumulators + 2 panel vectors + 1 broadcast fill the 15 vector registers that V8 leaves on x86. The sum stays in
 * registers over all runs. The loop is unrolled four times because each turn also pays V8's stack check and six
 * pointer increments. Four rows give eight accumulators, just enough to hide the latency of the multiply-add.
 */
import { madd } from './madd';

/** Bytes of one run: three u32. */
export const RUN_BYTES: usize = 12;

/** 6 rows × 8 columns; see the top of the file. */
export function tile6(rows: usize, runs: usize, runsEnd: usize, panel: usize, column: usize, accumulate: bool): void {
  const o0 = <usize>load<u32>(rows, 4) + column;
  const o1 = <usize>load<u32>(rows, 12) + column;
  const o2 = <usize>load<u32>(rows, 20) + column;
  const o3 = <usize>load<u32>(rows, 28) + column;
  const o4 = <usize>load<u32>(rows, 36) + column;
  const o5 = <usize>load<u32>(rows, 44) + column;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0);
  let c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  if (accumulate) {
    c00 = v128.load(o0); c01 = v128.load(o0, 16);
    c10 = v128.load(o1); c11 = v128.load(o1, 16);
    c20 = v128.load(o2); c21 = v128.load(o2, 16);
    c30 = v128.load(o3); c31 = v128.load(o3, 16);
    c40 = v128.load(o4); c41 = v128.load(o4, 16);
    c50 = v128.load(o5); c51 = v128.load(o5, 16);
  }
  for (let run = runs; run < runsEnd; run += RUN_BYTES) {
    const offset = <usize>load<u32>(run);
    let b = panel + <usize>load<u32>(run, 4);
    let remaining = load<i32>(run, 8);
    let a0 = <usize>load<u32>(rows, 0) + offset;
    let a1 = <usize>load<u32>(rows, 8) + offset;
    let a2 = <usize>load<u32>(rows, 16) + offset;
    let a3 = <usize>load<u32>(rows, 24) + offset;
    let a4 = <usize>load<u32>(rows, 32) + offset;
    let a5 = <usize>load<u32>(rows, 40) + offset;
    let a: v128, b0: v128, b1: v128;
    while (remaining >= 4) {
      b0 = v128.load(b, 0); b1 = v128.load(b, 16);
      a = v128.load32_splat(a0, 0); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 0); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 0); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 0); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      a = v128.load32_splat(a4, 0); c40 = madd(a, b0, c40); c41 = madd(a, b1, c41);
      a = v128.load32_splat(a5, 0); c50 = madd(a, b0, c50); c51 = madd(a, b1, c51);
      b0 = v128.load(b, 32); b1 = v128.load(b, 48);
      a = v128.load32_splat(a0, 4); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 4); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 4); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 4); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      a = v128.load32_splat(a4, 4); c40 = madd(a, b0, c40); c41 = madd(a, b1, c41);
      a = v128.load32_splat(a5, 4); c50 = madd(a, b0, c50); c51 = madd(a, b1, c51);
      b0 = v128.load(b, 64); b1 = v128.load(b, 80);
      a = v128.load32_splat(a0, 8); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 8); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 8); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 8); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      a = v128.load32_splat(a4, 8); c40 = madd(a, b0, c40); c41 = madd(a, b1, c41);
      a = v128.load32_splat(a5, 8); c50 = madd(a, b0, c50); c51 = madd(a, b1, c51);
      b0 = v128.load(b, 96); b1 = v128.load(b, 112);
      a = v128.load32_splat(a0, 12); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 12); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 12); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 12); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      a = v128.load32_splat(a4, 12); c40 = madd(a, b0, c40); c41 = madd(a, b1, c41);
      a = v128.load32_splat(a5, 12); c50 = madd(a, b0, c50); c51 = madd(a, b1, c51);
      b += 128;
      a0 += 16; a1 += 16; a2 += 16; a3 += 16; a4 += 16; a5 += 16;
      remaining -= 4;
    }
    while (remaining > 0) {
      b0 = v128.load(b, 0); b1 = v128.load(b, 16);
      a = v128.load32_splat(a0, 0); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 0); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 0); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 0); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      a = v128.load32_splat(a4, 0); c40 = madd(a, b0, c40); c41 = madd(a, b1, c41);
      a = v128.load32_splat(a5, 0); c50 = madd(a, b0, c50); c51 = madd(a, b1, c51);
      b += 32;
      a0 += 4; a1 += 4; a2 += 4; a3 += 4; a4 += 4; a5 += 4;
      remaining -= 1;
    }
  }
  v128.store(o0, c00); v128.store(o0, c01, 16);
  v128.store(o1, c10); v128.store(o1, c11, 16);
  v128.store(o2, c20); v128.store(o2, c21, 16);
  v128.store(o3, c30); v128.store(o3, c31, 16);
  v128.store(o4, c40); v128.store(o4, c41, 16);
  v128.store(o5, c50); v128.store(o5, c51, 16);
}

/** 4 rows × 8 columns; see the top of the file. */
export function tile4(rows: usize, runs: usize, runsEnd: usize, panel: usize, column: usize, accumulate: bool): void {
  const o0 = <usize>load<u32>(rows, 4) + column;
  const o1 = <usize>load<u32>(rows, 12) + column;
  const o2 = <usize>load<u32>(rows, 20) + column;
  const o3 = <usize>load<u32>(rows, 28) + column;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  if (accumulate) {
    c00 = v128.load(o0); c01 = v128.load(o0, 16);
    c10 = v128.load(o1); c11 = v128.load(o1, 16);
    c20 = v128.load(o2); c21 = v128.load(o2, 16);
    c30 = v128.load(o3); c31 = v128.load(o3, 16);
  }
  for (let run = runs; run < runsEnd; run += RUN_BYTES) {
    const offset = <usize>load<u32>(run);
    let b = panel + <usize>load<u32>(run, 4);
    let remaining = load<i32>(run, 8);
    let a0 = <usize>load<u32>(rows, 0) + offset;
    let a1 = <usize>load<u32>(rows, 8) + offset;
    let a2 = <usize>load<u32>(rows, 16) + offset;
    let a3 = <usize>load<u32>(rows, 24) + offset;
    let a: v128, b0: v128, b1: v128;
    while (remaining >= 4) {
      b0 = v128.load(b, 0); b1 = v128.load(b, 16);
      a = v128.load32_splat(a0, 0); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 0); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 0); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 0); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      b0 = v128.load(b, 32); b1 = v128.load(b, 48);
      a = v128.load32_splat(a0, 4); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 4); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 4); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 4); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      b0 = v128.load(b, 64); b1 = v128.load(b, 80);
      a = v128.load32_splat(a0, 8); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 8); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 8); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 8); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      b0 = v128.load(b, 96); b1 = v128.load(b, 112);
      a = v128.load32_splat(a0, 12); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 12); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 12); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 12); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      b += 128;
      a0 += 16; a1 += 16; a2 += 16; a3 += 16;
      remaining -= 4;
    }
    while (remaining > 0) {
      b0 = v128.load(b, 0); b1 = v128.load(b, 16);
      a = v128.load32_splat(a0, 0); c00 = madd(a, b0, c00); c01 = madd(a, b1, c01);
      a = v128.load32_splat(a1, 0); c10 = madd(a, b0, c10); c11 = madd(a, b1, c11);
      a = v128.load32_splat(a2, 0); c20 = madd(a, b0, c20); c21 = madd(a, b1, c21);
      a = v128.load32_splat(a3, 0); c30 = madd(a, b0, c30); c31 = madd(a, b1, c31);
      b += 32;
      a0 += 4; a1 += 4; a2 += 4; a3 += 4;
      remaining -= 1;
    }
  }
  v128.store(o0, c00); v128.store(o0, c01, 16);
  v128.store(o1, c10); v128.store(o1, c11, 16);
  v128.store(o2, c20); v128.store(o2, c21, 16);
  v128.store(o3, c30); v128.store(o3, c31, 16);
}
