/** Bits of a float32, for reading and writing. */
const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/**
 * The nearest IEEE 754 binary16, ties to even; beyond 65,504 infinite. Browsers have Float16Array since 2025 only.
 *
 * @returns its 16 bits
 */
export function halfBits(value: number): number {
  float[0] = value;
  const pattern = bits[0]!;
  const sign = (pattern >>> 16) & 0x8000;
  const magnitude = pattern & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65,520, half way to what would be the next number: infinite from there on.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // 2^-14, the least normal number.
  if (magnitude >= 0x38800000) return sign | (roundedShift(magnitude, 13) - (112 << 10));
  // Below, multiples of 2^-24: the significand with its hidden bit, moved by what the exponent lacks.
  const exponent = magnitude >>> 23;
  const shift = 126 - exponent;
  if (shift > 24) return sign;
  return sign | roundedShift((magnitude & 0x7fffff) | 0x800000, shift);
}

/** The value of 16 bits of an IEEE 754 binary16. */
export function halfValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** value / 2^shift, rounded to the nearest whole number, ties to the even one. */
function roundedShift(value: number, shift: number): number {
  const whole = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && whole & 1) ? whole + 1 : whole;
}
