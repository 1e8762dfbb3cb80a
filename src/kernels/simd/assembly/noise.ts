/**
 * Adds normal draws to pixels: the stream and the polar method (Marsaglia & Bray 1964) of src/lab/random.ts, to the bit.
 * Pairs are drawn one after the other, without a branch on whether one is taken; what is made of them goes two by two.
 */
import { exactLogs } from './exact-log';

/** Pairs drawn at once. */
const BLOCK: i32 = 128;
const X: usize = 16;
const Y: usize = X + 8 * BLOCK;
const SQUARE: usize = Y + 8 * BLOCK;
/** Bytes of workspace: the state of the stream, then the pairs. */
export const NOISE_BYTES: usize = SQUARE + 8 * BLOCK;

/** The first state of pure-rand's xoroshiro128plus for a seed of 32 bits. */
function seedStream(state: usize, seed: u32): void {
  store<u64>(state, 0xffffffff_00000000 | <u64>(~seed));
  store<u64>(state, (<u64>seed) << 32, 8);
}

// @ts-ignore: decorator
@inline
function symmetric(first: u64, second: u64): f64 {
  // 2 (u / 2^32) − 1 without rounding.
  return <f64>(<u32>(first + second)) * (1.0 / 2147483648.0) - 1;
}

/** Draws pairs from the unit disc until there are so many. */
function drawPairs(space: usize, wanted: i32): void {
  let first = load<u64>(space);
  let second = load<u64>(space, 8);
  const end = space + (<usize>wanted << 3);
  for (let at = space; at < end; ) {
    const x = symmetric(first, second);
    let mixed = first ^ second;
    first = rotl<u64>(first, 24) ^ mixed ^ (mixed << 16);
    second = rotl<u64>(mixed, 37);
    const y = symmetric(first, second);
    mixed = first ^ second;
    first = rotl<u64>(first, 24) ^ mixed ^ (mixed << 16);
    second = rotl<u64>(mixed, 37);
    const square = x * x + y * y;
    f64.store(at, x, X);
    f64.store(at, y, Y);
    f64.store(at, square, SQUARE);
    at += <usize>(i32(square < 1) & i32(square != 0)) << 3;
  }
  store<u64>(space, first);
  store<u64>(space, second, 8);
}

/** pixel <- pixel + sigma · normal, over `length` pixels. */
export function addNoise(image: usize, length: i32, sigma: f64, seed: u32, space: usize): void {
  seedStream(space, seed);
  const sigmas = f64x2.splat(sigma);
  for (let start = 0; start < length; start += 2 * BLOCK) {
    const left = length - start;
    const pairs = min(BLOCK, (left + 1) >> 1);
    drawPairs(space, pairs);
    // An odd pair at the end is made of what lies there from before, and not used.
    const whole = min(left, 2 * pairs) & ~3;
    for (let pixel = 0; pixel < left && pixel < 2 * pairs; pixel += 4) {
      const from = space + (<usize>pixel << 2);
      const square = v128.load(from, SQUARE);
      const scale = f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(-2), exactLogs(square)), square));
      const x = f64x2.mul(sigmas, f64x2.mul(v128.load(from, X), scale));
      const y = f64x2.mul(sigmas, f64x2.mul(v128.load(from, Y), scale));
      const at = image + (<usize>(start + pixel) << 2);
      const firstTwo = i8x16.shuffle(x, y, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
      const lastTwo = i8x16.shuffle(x, y, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
      if (pixel < whole) {
        const before = v128.load(at);
        const after = i8x16.shuffle(before, before, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
        const low = f32x4.demote_f64x2_zero(f64x2.add(f64x2.promote_low_f32x4(before), firstTwo));
        const high = f32x4.demote_f64x2_zero(f64x2.add(f64x2.promote_low_f32x4(after), lastTwo));
        v128.store(at, i8x16.shuffle(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
      } else {
        f32.store(at, <f32>(<f64>f32.load(at) + f64x2.extract_lane(firstTwo, 0)));
        if (left - pixel > 1) f32.store(at, <f32>(<f64>f32.load(at, 4) + f64x2.extract_lane(firstTwo, 1)), 4);
        if (left - pixel > 2) f32.store(at, <f32>(<f64>f32.load(at, 8) + f64x2.extract_lane(lastTwo, 0)), 8);
      }
    }
  }
}
