/** Room for the tiles, in pixels. */
export interface SwarmRoom {
  readonly width: number;
  /** Tiles that fit above each other. */
  readonly rows: number;
  /** Edge of a tile; tiles × edge ≤ rows × width, else they cannot lie apart. */
  readonly edge: number;
}

/** Where the tiles lie, in the order in which the scores were given. */
export interface Swarm {
  /** Centre of each tile in pixels from the left. */
  readonly x: Float32Array;
  /** Row of each tile, 0 at the foot. */
  readonly row: Uint16Array;
  /** Indices of the tiles by ascending score; equal scores by index. */
  readonly order: Int32Array;
}

/**
 * A beeswarm that keeps the order: of two tiles the one with the higher score never stands further left, none covers
 * another, and each is as near to where its score belongs as these two allow (least squares).
 *
 * Any window of `rows` successive tiles must span a tile's edge, or a row would be short; a gap of edge / rows between
 * successive centres does it. The best centres under that gap are the isotonic regression of what is left when the gaps
 * are taken off (pool adjacent violators; Barlow et al. 1972), cut to the room. Then each tile takes the lowest free
 * row from left to right: for intervals of one length this first fit needs no more rows than overlap at any place.
 *
 * @param scores finite
 * @param place monotone: where a score belongs, in [0, 1] of the width
 */
export function swarmOf(
  scores: ArrayLike<number>,
  place: (score: number) => number,
  { width, rows, edge }: SwarmRoom,
): Swarm {
  const count = scores.length;
  const order = Int32Array.from({ length: count }, (_, index) => index).sort(
    (a, b) => scores[a]! - scores[b]! || a - b,
  );
  const gap = edge / rows;
  const low = edge / 2;
  const high = width - edge / 2 - gap * (count - 1);
  const free = Float64Array.from(
    order,
    (tile, turn) => low + place(scores[tile]!) * (width - edge) - gap * turn,
  );
  poolAdjacentViolators(free);
  const x = new Float32Array(count);
  const row = new Uint16Array(count);
  // Right end of the last tile in each row.
  const taken = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  order.forEach((tile, turn) => {
    const centre = Math.min(high, Math.max(low, free[turn]!)) + gap * turn;
    x[tile] = centre;
    let lowest = 0;
    // The last row takes what rounding leaves over.
    while (lowest < rows - 1 && taken[lowest]! > centre - edge + ROUNDING) lowest++;
    taken[lowest] = centre;
    row[tile] = lowest;
  });
  return { x, row, order };
}

/**
 * The nearest tile in the row above or below: where an arrow key leads.
 *
 * @param rows 1 up, -1 down
 * @returns the tile itself where there is no such row
 */
export function tileInRow({ x, row }: Pick<Swarm, 'x' | 'row'>, tile: number, rows: 1 | -1): number {
  const wanted = row[tile]! + rows;
  let nearest = tile;
  let least = Number.POSITIVE_INFINITY;
  for (let other = 0; other < x.length; other++) {
    const distance = Math.abs(x[other]! - x[tile]!);
    if (row[other] !== wanted || distance >= least) continue;
    least = distance;
    nearest = other;
  }
  return nearest;
}

/** Pixels by which sums of gaps may be off. */
const ROUNDING = 1e-6;

/** The non-decreasing values with the least squared distance, in place. */
function poolAdjacentViolators(values: Float64Array): void {
  const sums = new Float64Array(values.length);
  const sizes = new Int32Array(values.length);
  let blocks = 0;
  for (const value of values) {
    sums[blocks] = value;
    sizes[blocks] = 1;
    blocks++;
    while (blocks > 1 && sums[blocks - 2]! / sizes[blocks - 2]! > sums[blocks - 1]! / sizes[blocks - 1]!) {
      sums[blocks - 2]! += sums[blocks - 1]!;
      sizes[blocks - 2]! += sizes[blocks - 1]!;
      blocks--;
    }
  }
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    values.fill(sums[block]! / sizes[block]!, at, at + sizes[block]!);
    at += sizes[block]!;
  }
}

/**
 * The largest tile with which so many lie loosely in a room of so many pixels.
 *
 * @param fill share of the room that they cover at most
 * @param foot height that each tile takes besides its edge, in pixels
 * @returns the edge in whole pixels, and the rows that fit
 */
export function tileRoom(
  count: number,
  width: number,
  height: number,
  { fill, largest, foot }: { fill: number; largest: number; foot: number },
): SwarmRoom {
  const area = (fill * width * height) / Math.max(1, count);
  // edge (edge + foot) = area
  const wanted = Math.floor((Math.sqrt(foot ** 2 + 4 * area) - foot) / 2);
  const edge = Math.max(1, Math.min(largest, wanted));
  return { width, edge, rows: Math.max(1, Math.floor(height / (edge + foot))) };
}
