import { MOST_WORKGROUPS } from './dispatch.ts';
import { WebgpuTooManyRowsError } from './errors.ts';

/**
 * Shape of the matrix products' workgroups. A thread holds rows × columns of the result in registers; a workgroup of
 * threadRows × threadColumns threads holds a tile.
 */
export interface Tile {
  readonly name: string;
  /** Whether four neighbouring rows or columns are one vector; rows and columns are then multiples of four. */
  readonly lanes: 'vector' | 'scalar';
  readonly threadRows: number;
  readonly threadColumns: number;
  readonly rows: number;
  readonly columns: number;
  /** How slices follow each other ({@link multiplySlices}): `pipelined` on graphics hardware, `looped` on the processor. */
  readonly schedule: 'looped' | 'pipelined';
}

/** Length of the slices of the sum that go through workgroup memory. Splits of a sum fall on multiples of it. */
export const SLICE = 16;

function tile(
  lanes: Tile['lanes'],
  threadRows: number,
  threadColumns: number,
  rows: number,
  columns: number,
  schedule: Tile['schedule'] = 'looped',
): Tile {
  const name = `${lanes} ${threadRows * rows}x${threadColumns * columns}${schedule === 'looped' ? '' : ` ${schedule}`}`;
  return { name, lanes, threadRows, threadColumns, rows, columns, schedule };
}

/**
 * Large tiles read less for each product; small ones give small products enough workgroups to fill a device. From 64
 * threads on, subgroups are whole on every device (AMD's have 64), and workgroup memory stays under the 16 KiB that
 * every device has. No tile has more rows than threads: each thread looks up one row's place.
 */
export const TILES: readonly Tile[] = [
  tile('vector', 16, 8, 8, 8, 'pipelined'),
  tile('vector', 8, 8, 8, 8, 'pipelined'),
  tile('vector', 8, 8, 4, 8, 'pipelined'),
  tile('vector', 8, 8, 4, 4, 'pipelined'),
  tile('vector', 4, 16, 4, 4, 'pipelined'),
  tile('vector', 16, 8, 8, 8),
  tile('vector', 8, 8, 8, 8),
  tile('vector', 8, 8, 4, 8),
  tile('vector', 8, 8, 4, 4),
  tile('vector', 4, 16, 4, 4),
  tile('vector', 2, 32, 4, 4),
  // For the few channels of narrow layers on the processor: most of a larger tile would be computed in vain.
  tile('vector', 4, 4, 4, 4),
  tile('scalar', 8, 8, 8, 8),
  tile('scalar', 8, 8, 4, 4),
  tile('scalar', 2, 32, 4, 4),
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

/** Threads of the widest subgroup; a workgroup of fewer takes its time all the same. On the processor there are none. */
const SUBGROUP_HARDWARE = 64;
const SUBGROUP_SOFTWARE = 1;
/** Workgroups of 64 threads that a graphics device of middle size runs at once: some twenty cores, a few on each. */
const RESIDENT_HARDWARE = 64;
/** On the processor they run one after the other. */
const RESIDENT_SOFTWARE = 1;
/** Products in the time of bringing one value to workgroup memory: its address, its bounds, the load, the store. */
const LOAD_COST = 8;

/** A product to find a tile for. */
export interface ProductSize {
  /** Workgroups run over `rowGroups` stretches of this many rows; a tile belongs to one stretch. */
  readonly rows: number;
  readonly rowGroups: number;
  readonly columns: number;
  /** Pieces that the sum is cut into. */
  readonly splits: number;
  /** Whether both sides and the result lie in memory as vectors of four. */
  readonly vectors: boolean;
}

export function rowTiles({ rows, rowGroups }: ProductSize, tile: Tile): number {
  return rowGroups * Math.ceil(rows / tileRows(tile));
}

/** Whether a tile's schedule is that of the kind of adapter. Single values are read in short loops everywhere. */
export function suits({ lanes, schedule }: Tile, software: boolean): boolean {
  return lanes === 'scalar' || (schedule === 'looped') === software;
}

/**
 * Tiles for a product from the one that should be best: by the number of waves of resident workgroups, times the
 * operations of a thread for each k (products, and loads to and from workgroup memory, each of a scalar or a vector).
 *
 * @param software whether the adapter computes on the processor
 * @throws {WebgpuTooManyRowsError} where no tile reaches all rows
 */
export function rankedTiles(
  size: ProductSize,
  software: boolean,
): readonly { readonly tile: Tile; readonly cost: number }[] {
  const resident = 64 * (software ? RESIDENT_SOFTWARE : RESIDENT_HARDWARE);
  const subgroup = software ? SUBGROUP_SOFTWARE : SUBGROUP_HARDWARE;
  const possible = TILES.filter(
    (tile) =>
      // Scalars cost more instructions wherever vectors are possible.
      rowTiles(size, tile) <= MOST_WORKGROUPS &&
      tile.lanes === (size.vectors ? 'vector' : 'scalar') &&
      suits(tile, software),
  );
  if (possible.length === 0) throw new WebgpuTooManyRowsError(size.rows);
  return possible
    .map((tile) => {
      const groups = rowTiles(size, tile) * Math.ceil(size.columns / tileColumns(tile)) * size.splits;
      const width = tile.lanes === 'vector' ? 4 : 1;
      const loads = (tileRows(tile) + tileColumns(tile)) / tileThreads(tile);
      const operations = tile.rows * tile.columns + (tile.rows + tile.columns + LOAD_COST * loads) / width;
      const threads = Math.max(subgroup, tileThreads(tile));
      return { tile, cost: Math.ceil((groups * threads) / resident) * operations };
    })
    .sort((a, b) => a.cost - b.cost);
}
