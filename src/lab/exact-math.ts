/**
 * Elementary functions made of +, −, ×, ÷ and of the bits of a number alone. Those are exact to the last bit in every
 * engine (IEEE 754), whereas ECMAScript leaves `Math.log`, `Math.exp`, `Math.sin`, `Math.cos` and `**` to each engine,
 * and they differ in the last bit between browsers. Whatever decides a curve takes these.
 *
 * Ports of Sun's fdlibm 5.3 (freely distributable, © 1993 Sun Microsystems): e_log.c, s_log1p.c, e_exp.c, k_sin.c,
 * k_cos.c and the reduction of e_rem_pio2.c. Each is within one unit in the last place.
 */

const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);
/** Where the word with sign and exponent lies: a machine may store it first or last. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

function highWord(x: number): number {
  DOUBLE[0] = x;
  return WORDS[HIGH]! | 0;
}

function withHighWord(x: number, word: number): number {
  DOUBLE[0] = x;
  WORDS[HIGH] = word;
  return DOUBLE[0];
}

/** 2^exponent, exponent in −1022..1023. */
function powerOfTwo(exponent: number): number {
  return withHighWord(0, (exponent + 1023) << 20);
}

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const L1 = 0.6666666666666735;
const L2 = 0.3999999999940942;
const L3 = 0.2857142874366239;
const L4 = 0.22222198432149784;
const L5 = 0.1818357216161805;
const L6 = 0.15313837699209373;
const L7 = 0.14798198605116586;

/** ln x; −∞ at 0, NaN below (fdlibm, e_log.c). */
export function exactLog(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let value = x;
  let high = highWord(value);
  if (high < 0x00100000) {
    // Subnormal: 2^54 makes it a normal number.
    k = -54;
    value *= 2 ** 54;
    high = highWord(value);
  }
  k += (high >> 20) - 1023;
  high &= 0x000fffff;
  const carry = (high + 0x95f64) & 0x100000;
  k += carry >> 20;
  // In [√½, √2).
  const f = withHighWord(value, high | (carry ^ 0x3ff00000)) - 1;
  if ((0x000fffff & (2 + high)) < 3) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
    const rest = f * f * (0.5 - (1 / 3) * f);
    return k === 0 ? f - rest : k * LN2_HIGH - (rest - k * LN2_LOW - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const rest = z * (L1 + w * (L3 + w * (L5 + w * L7))) + w * (L2 + w * (L4 + w * L6));
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
    const half = 0.5 * f * f;
    return k === 0
      ? f - (half - s * (half + rest))
      : k * LN2_HIGH - (half - (s * (half + rest) + k * LN2_LOW) - f);
  }
  return k === 0 ? f - s * (f - rest) : k * LN2_HIGH - (s * (f - rest) - k * LN2_LOW - f);
}

/** ln(1 + x) without losing a small x; −∞ at −1, NaN below (fdlibm, s_log1p.c). */
export function exactLog1p(x: number): number {
  if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
  const size = Math.abs(x);
  if (size < 2 ** -29) return size < 2 ** -54 ? x : x - x * x * 0.5;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let correction = 0;
  let f = x;
  let small = false;
  if (x >= 0.4142136573791504 || x < -0.29289364814758295) {
    // 1 + x is outside (√½, √2).
    const sum = x < 2 ** 53 ? 1 + x : x;
    let high = highWord(sum);
    k = (high >> 20) - 1023;
    if (x < 2 ** 53) correction = (k > 0 ? 1 - (sum - x) : x - (sum - 1)) / sum;
    high &= 0x000fffff;
    const below = high < 0x6a09e;
    const reduced = withHighWord(sum, high | (below ? 0x3ff00000 : 0x3fe00000));
    if (!below) {
      k += 1;
      high = (0x00100000 - high) >> 2;
    }
    small = high === 0;
    f = reduced - 1;
  }
  const half = 0.5 * f * f;
  if (small) {
    if (f === 0) return k * LN2_HIGH + (correction + k * LN2_LOW);
    const rest = half * (1 - (2 / 3) * f);
    return k * LN2_HIGH - (rest - (k * LN2_LOW + correction) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const rest = z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7))))));
  if (k === 0) return f - (half - s * (half + rest));
  return k * LN2_HIGH - (half - (s * (half + rest) + (k * LN2_LOW + correction)) - f);
}

const INVERSE_LN2 = Math.LOG2E;
const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 6.613756321437934e-5;
const P4 = -1.6533902205465252e-6;
const P5 = 4.1381367970572385e-8;

/** e^x (fdlibm, e_exp.c). */
export function exactExp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  if (x < 2 ** -28 && x > -(2 ** -28)) return 1 + x;
  let k = 0;
  let high = x;
  let low = 0;
  if (x > 0.34657359027997264 || x < -0.34657359027997264) {
    const sign = x < 0 ? -1 : 1;
    k = x < 1.0397207708399179 && x > -1.0397207708399179 ? sign : Math.trunc(INVERSE_LN2 * x + sign * 0.5);
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
  }
  const r = high - low;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k > 1023) return y * 2 * powerOfTwo(k - 1);
  if (k < -1021) return y * powerOfTwo(k + 1000) * powerOfTwo(-1000);
  return y * powerOfTwo(k);
}

/** π/2 in pieces of 33 bits, so that a small multiple of each of the first two is exact. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_2_REST = 2.0222662487959506e-21;

/** sin and cos of an angle, in radians; |angle| ≤ 1000 (fdlibm, k_sin.c and k_cos.c). */
export function exactSinCos(angle: number): { readonly sin: number; readonly cos: number } {
  const quarters = Math.round(angle / (Math.PI / 2));
  const first = angle - quarters * HALF_PI_1;
  const moved = quarters * HALF_PI_2;
  const second = first - moved;
  const lost = quarters * HALF_PI_2_REST - (first - second - moved);
  const x = second - lost;
  const tail = second - x - lost;
  const [sin, cos] = [kernelSin(x, tail), kernelCos(x, tail)];
  switch (((quarters % 4) + 4) % 4) {
    case 0:
      return { sin, cos };
    case 1:
      return { sin: cos, cos: -sin };
    case 2:
      return { sin: -sin, cos: -cos };
    default:
      return { sin: -cos, cos: sin };
  }
}

/** sin(x + tail) on [−π/4, π/4]. */
function kernelSin(x: number, tail: number): number {
  const z = x * x;
  const v = z * x;
  const r =
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  return x - (z * (0.5 * tail - v * r) - tail - v * -0.16666666666666632);
}

/** cos(x + tail) on [−π/4, π/4]. */
function kernelCos(x: number, tail: number): number {
  const z = x * x;
  const w = z * z;
  const r =
    z * (0.0416666666666666 + z * (-0.001388888888887411 + z * 2.480158728947673e-5)) +
    w * w * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11));
  const half = 0.5 * z;
  const rest = 1 - half;
  return rest + (1 - rest - half + (z * r - x * tail));
}

/**
 * base^exponent by repeated squaring; exponent a whole number ≥ 0. Off by at most exponent · 2^−53 of the value; exact
 * where the value and all between are whole numbers below 2^53.
 */
export function integerPower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
