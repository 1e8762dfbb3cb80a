/**
 * a · b + c in four lanes: one fused instruction in the relaxed build, two in the plain one. `RELAXED` is set by the
 * compiler's --use, so each build holds one of the two only.
 */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
