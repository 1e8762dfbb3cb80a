/** Beside the two that are wanted: the more, the fewer turns where the third is nearly as long as the second. */
const SPARE = 6;
/** Change of the two variances, relative to the first, below which the axes stand. */
const STANDS = 1e-13;
const MOST_TURNS = 2000;

/** Sums from which the covariance of rows follows: about a shift, as sums of squares of large numbers lose digits. */
export class Covariance {
  readonly width: number;
  private readonly shift: Float64Array;
  private readonly sums: Float64Array;
  private readonly products: Float64Array;
  private count = 0;

  /** @param shift near the mean: the first row, say */
  constructor(shift: ArrayLike<number>) {
    this.width = shift.length;
    this.shift = Float64Array.from(shift);
    this.sums = new Float64Array(this.width);
    this.products = new Float64Array(this.width * this.width);
  }

  /** @param rows [count, width] */
  add(rows: ArrayLike<number>): void {
    const { width, shift, sums, products } = this;
    const row = new Float64Array(width);
    for (let start = 0; start < rows.length; start += width) {
      for (let at = 0; at < width; at++) {
        row[at] = rows[start + at]! - shift[at]!;
        sums[at]! += row[at]!;
      }
      for (let one = 0; one < width; one++) {
        const value = row[one]!;
        if (value === 0) continue;
        for (let other = one; other < width; other++) products[one * width + other]! += value * row[other]!;
      }
      this.count += 1;
    }
  }

  get mean(): Float64Array {
    return this.sums.map((sum, at) => this.shift[at]! + sum / this.count);
  }

  /** [width, width], biased. */
  get matrix(): Float64Array {
    const { width, sums, products, count } = this;
    const matrix = new Float64Array(width * width);
    for (let one = 0; one < width; one++) {
      for (let other = one; other < width; other++) {
        const value = products[one * width + other]! / count - (sums[one]! / count) * (sums[other]! / count);
        matrix[one * width + other] = value;
        matrix[other * width + one] = value;
      }
    }
    return matrix;
  }
}

/**
 * The two directions of largest variance: the leading eigenvectors of a covariance matrix, by subspace iteration with a
 * Rayleigh–Ritz step (Golub & Van Loan, Matrix Computations, §8.2.4), turn by turn, so that others may go first in between.
 * Of the two signs of an axis it has the one in which its largest component is positive.
 */
export class PrincipalAxes {
  private readonly matrix: Float64Array;
  private readonly width: number;
  private basis: Float64Array[];
  private values: number[] = [];
  private turns = 0;

  /** @param matrix symmetric, [width, width] */
  constructor(matrix: Float64Array, width: number) {
    this.matrix = matrix;
    this.width = width;
    const size = Math.min(width, 2 + SPARE);
    // Any start does that is not orthogonal to the axes: this one is the same each time.
    this.basis = Array.from({ length: size }, (_, vector) =>
      Float64Array.from(
        { length: width },
        (_, at) => ((vector * 7919 + at * 104_729 + 13) % 1009) / 1009 - 0.5,
      ),
    );
    orthonormalise(this.basis);
  }

  /** One turn. @returns whether the axes stand */
  turn(): boolean {
    const images = this.basis.map((vector) => this.times(vector));
    const size = this.basis.length;
    const small = new Float64Array(size * size);
    for (let one = 0; one < size; one++)
      for (let other = 0; other < size; other++)
        small[one * size + other] = dot(this.basis[one]!, images[other]!);
    const { values, vectors } = jacobi(small, size);
    const next = vectors.map((weights) => combined(images, weights));
    orthonormalise(next);
    const before = this.values;
    this.basis = next;
    this.values = values;
    this.turns += 1;
    const scale = Math.max(Math.abs(values[0] ?? 0), Number.MIN_VALUE);
    const moved = [0, 1].some(
      (axis) => Math.abs((values[axis] ?? 0) - (before[axis] ?? Number.POSITIVE_INFINITY)) > STANDS * scale,
    );
    return !moved || this.turns >= MOST_TURNS;
  }

  /** @returns [width] each, and the share of all variance that each has */
  get axes(): {
    readonly first: Float64Array;
    readonly second: Float64Array;
    readonly shares: [number, number];
  } {
    let trace = 0;
    for (let at = 0; at < this.width; at++) trace += this.matrix[at * this.width + at]!;
    const axis = (place: number) => positive(this.basis[place] ?? new Float64Array(this.width));
    const share = (place: number) => (trace > 0 ? Math.max(0, this.values[place] ?? 0) / trace : 0);
    return { first: axis(0), second: axis(1), shares: [share(0), share(1)] };
  }

  private times(vector: Float64Array): Float64Array {
    const { matrix, width } = this;
    const image = new Float64Array(width);
    for (let row = 0; row < width; row++) {
      let sum = 0;
      const start = row * width;
      for (let at = 0; at < width; at++) sum += matrix[start + at]! * vector[at]!;
      image[row] = sum;
    }
    return image;
  }
}

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations (Golub & Van Loan, §8.5), the largest
 * first.
 */
export function jacobi(
  symmetric: Float64Array,
  size: number,
): { readonly values: number[]; readonly vectors: Float64Array[] } {
  const a = symmetric.slice();
  const v = new Float64Array(size * size);
  for (let at = 0; at < size; at++) v[at * size + at] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let rest = 0;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rest += a[p * size + q]! ** 2;
    if (rest === 0) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const off = a[p * size + q]!;
        if (off === 0) continue;
        const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * off);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotate(a, v, size, p, q, c, t * c);
      }
    }
  }
  const order = Array.from({ length: size }, (_, at) => at).sort(
    (one, other) => a[other * size + other]! - a[one * size + one]!,
  );
  return {
    values: order.map((at) => a[at * size + at]!),
    vectors: order.map((column) => Float64Array.from({ length: size }, (_, row) => v[row * size + column]!)),
  };
}

function rotate(
  a: Float64Array,
  v: Float64Array,
  size: number,
  p: number,
  q: number,
  c: number,
  s: number,
): void {
  for (let at = 0; at < size; at++) {
    const [ap, aq] = [a[at * size + p]!, a[at * size + q]!];
    a[at * size + p] = c * ap - s * aq;
    a[at * size + q] = s * ap + c * aq;
    const [vp, vq] = [v[at * size + p]!, v[at * size + q]!];
    v[at * size + p] = c * vp - s * vq;
    v[at * size + q] = s * vp + c * vq;
  }
  for (let at = 0; at < size; at++) {
    const [pa, qa] = [a[p * size + at]!, a[q * size + at]!];
    a[p * size + at] = c * pa - s * qa;
    a[q * size + at] = s * pa + c * qa;
  }
}

/** Gram–Schmidt, twice, in place; what depends on those before becomes another direction. */
function orthonormalise(vectors: Float64Array[]): void {
  vectors.forEach((vector, place) => {
    const given = Math.sqrt(dot(vector, vector));
    for (let attempt = 0; attempt <= vector.length; attempt++) {
      for (let pass = 0; pass < 2; pass++) {
        for (const earlier of vectors.slice(0, place)) {
          const share = dot(vector, earlier);
          for (let at = 0; at < vector.length; at++) vector[at]! -= share * earlier[at]!;
        }
      }
      const length = Math.sqrt(dot(vector, vector));
      if (length > 1e-12 * Math.max(given, Number.MIN_VALUE)) {
        for (let at = 0; at < vector.length; at++) vector[at]! /= length;
        return;
      }
      vector.fill(0);
      vector[(place + attempt) % vector.length] = 1;
    }
  });
}

function combined(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  vectors.forEach((vector, place) => {
    for (let at = 0; at < sum.length; at++) sum[at]! += weights[place]! * vector[at]!;
  });
  return sum;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}

function positive(axis: Float64Array): Float64Array {
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}
