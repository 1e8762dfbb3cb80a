/** Edge at which images are compared first, in pixels. */
const COARSE = 8;
/** Values of a row of {@link coarseRow}. */
export const COARSE_LENGTH = COARSE * COARSE;

/** From this correlation on two images are near duplicates, small and then larger; how they were chosen: docs/data.md. */
export const LEAST_LIKENESS = 0.98;

/**
 * Squares of a square image averaged to 8 × 8, without its mean and of length 1: the product of two such rows is the
 * correlation of the small images. Zeros for a flat image.
 *
 * @param grey [edge, edge]
 */
export function coarseRow(grey: ArrayLike<number>, edge: number): Float32Array {
  const row = new Float32Array(COARSE_LENGTH);
  const counts = new Uint16Array(COARSE_LENGTH);
  for (let y = 0; y < edge; y++) {
    for (let x = 0; x < edge; x++) {
      const place = Math.floor((y * COARSE) / edge) * COARSE + Math.floor((x * COARSE) / edge);
      row[place]! += grey[y * edge + x]!;
      counts[place]! += 1;
    }
  }
  let sum = 0;
  row.forEach((value, place) => {
    row[place] = value / Math.max(1, counts[place]!);
    sum += row[place]!;
  });
  const mean = sum / row.length;
  let square = 0;
  row.forEach((value, place) => {
    row[place] = value - mean;
    square += row[place]! ** 2;
  });
  if (square < 1e-6) return row.fill(0);
  const length = Math.sqrt(square);
  return row.map((value) => value / length);
}

/**
 * All pairs of rows that are at least so much alike, none missed: rows are turned (a discrete cosine transform, which keeps
 * distances), sorted by the coefficient that spreads most, and only those within reach are compared, with an early end.
 *
 * @param rows [count, 64] of {@link coarseRow}
 * @param least correlation
 * @param visit told of each pair, the smaller place first
 * @param rest lets other work in now and then
 */
export async function eachAlike(
  rows: Float32Array,
  least: number,
  visit: (one: number, other: number) => void,
  rest: () => Promise<void> | null,
): Promise<void> {
  const count = rows.length / COARSE_LENGTH;
  const turned = await turnedRows(rows, count, rest);
  const order = byFirst(turned, count);
  // |u − v|² = 2 (1 − u·v) for rows of length 1.
  const reach = 2 * (1 - least);
  const window = Math.sqrt(reach);
  for (let at = 0; at < order.length; at++) {
    const one = order[at]! * COARSE_LENGTH;
    for (let next = at + 1; next < order.length; next++) {
      const other = order[next]! * COARSE_LENGTH;
      if (turned[other]! - turned[one]! > window) break;
      let distance = 0;
      for (let place = 0; place < COARSE_LENGTH && distance <= reach; place++) {
        const step = turned[one + place]! - turned[other + place]!;
        distance += step * step;
      }
      if (distance <= reach) visit(Math.min(order[at]!, order[next]!), Math.max(order[at]!, order[next]!));
    }
    const pause = rest();
    if (pause) await pause;
  }
}

/** Flat images, which are like none, are left out. */
function byFirst(turned: Float32Array, count: number): Uint32Array {
  const some = Array.from({ length: count }, (_, row) => row).filter((row) =>
    turned.subarray(row * COARSE_LENGTH, (row + 1) * COARSE_LENGTH).some((value) => value !== 0),
  );
  return Uint32Array.from(some).sort(
    (a, b) => turned[a * COARSE_LENGTH]! - turned[b * COARSE_LENGTH]! || a - b,
  );
}

/** The rows in coefficients of the cosine transform (DCT-II, orthonormal), those that spread most first. */
async function turnedRows(
  rows: Float32Array,
  count: number,
  rest: () => Promise<void> | null,
): Promise<Float32Array> {
  const basis = cosines();
  const coefficients = new Float32Array(rows.length);
  const spread = new Float64Array(COARSE_LENGTH);
  for (let row = 0; row < count; row++) {
    for (let wave = 0; wave < COARSE_LENGTH; wave++) {
      let sum = 0;
      for (let place = 0; place < COARSE_LENGTH; place++) {
        sum += rows[row * COARSE_LENGTH + place]! * basis[wave * COARSE_LENGTH + place]!;
      }
      coefficients[row * COARSE_LENGTH + wave] = sum;
    }
    const pause = rest();
    if (pause) await pause;
  }
  for (let wave = 0; wave < COARSE_LENGTH; wave++) {
    let [sum, square] = [0, 0];
    for (let row = 0; row < count; row++) {
      const value = coefficients[row * COARSE_LENGTH + wave]!;
      sum += value;
      square += value * value;
    }
    spread[wave] = square / count - (sum / count) ** 2;
  }
  const waves = Array.from({ length: COARSE_LENGTH }, (_, wave) => wave).sort(
    (a, b) => spread[b]! - spread[a]! || a - b,
  );
  const turned = new Float32Array(rows.length);
  for (let row = 0; row < count; row++) {
    waves.forEach((wave, place) => {
      turned[row * COARSE_LENGTH + place] = coefficients[row * COARSE_LENGTH + wave]!;
    });
  }
  return turned;
}

/** [wave, place] of the two-dimensional transform. */
function cosines(): Float64Array {
  const single = (wave: number, place: number) =>
    Math.sqrt((wave === 0 ? 1 : 2) / COARSE) * Math.cos(((place + 0.5) * wave * Math.PI) / COARSE);
  return Float64Array.from({ length: COARSE_LENGTH * COARSE_LENGTH }, (_, at) => {
    const [wave, place] = [Math.floor(at / COARSE_LENGTH), at % COARSE_LENGTH];
    return (
      single(Math.floor(wave / COARSE), Math.floor(place / COARSE)) * single(wave % COARSE, place % COARSE)
    );
  });
}
