/**
 * ln of two doubles at once, to the bit the exactLog of src/lab/exact-math.ts (fdlibm 5.3, e_log.c), for 2^-1022 ≤ x < 1.
 * All operations are exact IEEE 754; none is fused.
 */

const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
const L1: f64 = 0.6666666666666735;
const L2: f64 = 0.3999999999940942;
const L3: f64 = 0.2857142874366239;
const L4: f64 = 0.22222198432149784;
const L5: f64 = 0.1818357216161805;
const L6: f64 = 0.15313837699209373;
const L7: f64 = 0.14798198605116586;

// @ts-ignore: decorator
@inline
function times(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

// @ts-ignore: decorator
@inline
function plus(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

export function exactLogs(x: v128): v128 {
  const word = i64x2.shr_u(x, 32);
  const mantissa = v128.and(word, i64x2.splat(0xfffff));
  const carry = v128.and(i64x2.add(mantissa, i64x2.splat(0x95f64)), i64x2.splat(0x100000));
  const exponent = i64x2.add(i64x2.sub(i64x2.shr_u(word, 20), i64x2.splat(1023)), i64x2.shr_u(carry, 20));
  const high = v128.or(mantissa, v128.xor(carry, i64x2.splat(0x3ff00000)));
  const low = v128.and(x, i64x2.splat(0xffffffff));
  // In [√½, √2) − 1.
  const f = f64x2.sub(v128.or(i64x2.shl(high, 32), low), f64x2.splat(1));
  const k = f64x2.convert_low_i32x4_s(i8x16.shuffle(exponent, exponent, 0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11));
  const kHigh = times(k, f64x2.splat(LN2_HIGH));
  const kLow = times(k, f64x2.splat(LN2_LOW));

  const s = f64x2.div(f, plus(f64x2.splat(2), f));
  const z = times(s, s);
  const w = times(z, z);
  const odd = times(
    z,
    plus(
      f64x2.splat(L1),
      times(w, plus(f64x2.splat(L3), times(w, plus(f64x2.splat(L5), times(w, f64x2.splat(L7)))))),
    ),
  );
  const even = times(w, plus(f64x2.splat(L2), times(w, plus(f64x2.splat(L4), times(w, f64x2.splat(L6))))));
  const rest = plus(odd, even);
  const half = times(times(f64x2.splat(0.5), f), f);
  const far = f64x2.sub(kHigh, f64x2.sub(f64x2.sub(half, plus(times(s, plus(half, rest)), kLow)), f));
  const near = f64x2.sub(kHigh, f64x2.sub(f64x2.sub(times(s, f64x2.sub(f, rest)), kLow), f));
  const isFar = i64x2.gt_s(
    v128.or(i64x2.sub(mantissa, i64x2.splat(0x6147a)), i64x2.sub(i64x2.splat(0x6b851), mantissa)),
    i64x2.splat(0),
  );
  const result = v128.bitselect(far, near, isFar);

  // Close to a power of two, once in half a million draws, fdlibm takes a shorter way.
  const isClose = i64x2.lt_s(
    v128.and(i64x2.add(mantissa, i64x2.splat(2)), i64x2.splat(0xfffff)),
    i64x2.splat(3),
  );
  if (!v128.any_true(isClose)) return result;
  const third = f64x2.splat(1.0 / 3.0);
  const short = times(times(f, f), f64x2.sub(f64x2.splat(0.5), times(third, f)));
  const close = f64x2.sub(kHigh, f64x2.sub(f64x2.sub(short, kLow), f));
  return v128.bitselect(close, result, isClose);
}
