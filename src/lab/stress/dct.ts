import { exactSinCos } from '../exact-math.ts';

export const BLOCK = 8;

/** Rows of the orthonormal DCT-II of eight values: ½ c(u) cos((2x + 1) u π / 16), c(0) = 1/√2, else 1. */
const BASIS = Float64Array.from({ length: BLOCK * BLOCK }, (_, place) => {
  const [u, x] = [Math.floor(place / BLOCK), place % BLOCK];
  const scale = u === 0 ? Math.SQRT1_2 : 1;
  return 0.5 * scale * exactSinCos(((2 * x + 1) * u * Math.PI) / 16).cos;
});

/** The two-dimensional DCT of an 8×8 block (ITU-T T.81, A.3.3). */
export function forwardDct(block: Float64Array): Float64Array {
  return product(product(BASIS, block), transposed(BASIS));
}

/** Its inverse. */
export function inverseDct(coefficients: Float64Array): Float64Array {
  return product(product(transposed(BASIS), coefficients), BASIS);
}

function product(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(BLOCK * BLOCK);
  for (let row = 0; row < BLOCK; row++) {
    for (let column = 0; column < BLOCK; column++) {
      let sum = 0;
      for (let k = 0; k < BLOCK; k++) sum += a[row * BLOCK + k]! * b[k * BLOCK + column]!;
      out[row * BLOCK + column] = sum;
    }
  }
  return out;
}

function transposed(matrix: Float64Array): Float64Array {
  return matrix.map((_, place) => matrix[(place % BLOCK) * BLOCK + Math.floor(place / BLOCK)]!);
}
