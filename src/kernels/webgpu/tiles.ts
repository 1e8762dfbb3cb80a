/**
 * Shape of the matrix products' workgroups. A thread holds rows × columns of the result in registers, each a multiple
 * of four; a workgroup of threadRows × threadColumns threads holds a tile.
 */
export interface Tile {
  readonly name: string;
  readonly threadRows: number;
  readonly threadColumns: number;
  readonly rows: number;
  readonly columns: number;
}

/** Length of the slices of the sum that go through workgroup memory. Splits of a sum fall on multiples of it. */
export const SLICE = 16;

function tile(threadRows: number, threadColumns: number, rows: number, columns: number): Tile {
  const name = `${threadRows * rows}x${threadColumns * columns}`;
  return { name, threadRows, threadColumns, rows, columns };
}

/**
 * Large tiles read less for each product; small ones give small products enough workgroups to fill a device. 64
 * threads are whole subgroups on every device (AMD's have 64), and workgroup memory stays under the 16 KiB that every
 * device has.
 */
export const TILES: readonly Tile[] = [
  tile(16, 8, 8, 8),
  tile(8, 8, 8, 8),
  tile(8, 8, 4, 8),
  tile(8, 8, 4, 4),
  tile(4, 16, 4, 4),
  tile(2, 32, 4, 4),
];

export function tileRows({ threadRows, rows }: Tile): number {
  return threadRows * rows;
}

export function tileColumns({ threadColumns, columns }: Tile): number {
  return threadColumns * columns;
}

export function tileThreads({ threadRows, threadColumns }: Tile): number {
  return threadRows * threadColumns;
}

/** Workgroups of 64 threads that a graphics device of middle size runs at once: some twenty cores, a few on each. */
const RESIDENT_HARDWARE = 64;
/** On the processor they run one after the other. */
const RESIDENT_SOFTWARE = 1;
/** Least that every device allows along one dimension of a dispatch. */
const MOST_WORKGROUPS = 65_535;

/** A product to find a tile for. */
export interface ProductSize {
  /** Workgroups run over `rowGroups` stretches of this many rows; a tile belongs to one stretch. */
  readonly rows: number;
  readonly rowGroups: number;
  readonly columns: number;
  /** Pieces that the sum is cut into. */
  readonly splits: number;
}

export function rowTiles({ rows, rowGroups }: ProductSize, tile: Tile): number {
  return rowGroups * Math.ceil(rows / tileRows(tile));
}

/** Tiles that a product may use. */
export function possibleTiles(size: ProductSize): readonly Tile[] {
  return TILES.filter((tile) => rowTiles(size, tile) <= MOST_WORKGROUPS);
}

/**
 * Tile for a product where nothing was measured: the one of the shortest time, which is the number of waves of resident
 * workgroups by the vector operations of a thread for each k: products, and loads from workgroup memory.
 */
export function defaultTile(size: ProductSize, software: boolean): Tile {
  const resident = 64 * (software ? RESIDENT_SOFTWARE : RESIDENT_HARDWARE);
  let best = TILES[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const tile of possibleTiles(size)) {
    const groups = rowTiles(size, tile) * Math.ceil(size.columns / tileColumns(tile)) * size.splits;
    const operations = (tile.rows * tile.columns + tile.rows + tile.columns) / 4;
    const time = Math.ceil((groups * tileThreads(tile)) / resident) * operations;
    if (time < least) [best, least] = [tile, time];
  }
  return best;
}
