import type { Axes, Axis } from '../axes.ts';
import { range } from '../range.ts';
import { forwardClasses } from './axis-classes.ts';
import { PANEL, panelCount } from './gemm-plan.ts';
import { JOBS, PACK_FILTER_ROWS } from './jobs.ts';
import type { CachedTables, SimdBackend } from './simd-backend.ts';

const FLOAT = 4;
/** Products of a tile, for each pair of channels. */
export const POINTS = 16;
/** Taps of one plane of the filter. */
const TAPS = 9;
/** Tiles of one task at most: with 64 channels their transforms fill 390 KiB. */
const MOST_TILES = 48;
/** Tasks for each thread, so that the last ones to finish differ little. */
const TASKS_PER_THREAD = 10;
/** A transformed filter of more bytes comes from memory for every task anew: then there are as few of them as there can be. */
const LARGE_FILTER = 4e6;
/** Then the tasks are as many for each thread. Both by times at 4×4×256, 7×7×256 and 4×4×512, batch 32. */
const MOST_TILES_OF_LARGE = 66;

/** A product of 3×3 taps, in any number of planes, that Winograd's way may do: the forward convolution or its input gradient. */
export interface WinogradShape {
  readonly batch: number;
  /** The axes of the gathered map, as a forward convolution sees them. */
  readonly axes: Axes;
  /** Channels summed over. */
  readonly rows: number;
  /** Channels of the result. */
  readonly columns: number;
}

/**
 * The cost model counts cycles. These are estimates from loads, stores and memory traffic; docs/performance.md has the
 * times of both ways at the shapes that matter, which bear the choice out. First: the filter's transform, for each pair of
 * channels.
 */
const FILTER_CYCLES = 40;
/** The input's and the output's transform, for each tile and channel. */
const INPUT_CYCLES = 10;
const OUTPUT_CYCLES = 8;
/** Multiply-adds of the micro-kernel in one cycle. */
export const PRODUCTS_PER_CYCLE = 8;
/** The direct way must be this much slower, or it stays: it needs less memory and rounds less. */
export const MARGIN = 1.1;

/** Whether it has 3×3 taps of stride 1 in each plane, and channels that fill the vectors. */
export function canBeWinograd({ axes, rows, columns }: Omit<WinogradShape, 'batch'>): boolean {
  if (rows % 4 !== 0 || columns % PANEL !== 0) return false;
  if (axes.some(({ kernel, stride, pad }) => stride !== 1 || pad >= kernel)) return false;
  return axes[1].kernel === 3 && axes[2].kernel === 3;
}

/** Whether the shape can be done this way, and by the cost model faster than directly without the padded taps. */
export function winogradPays({ batch, axes, rows, columns }: WinogradShape): boolean {
  if (!canBeWinograd({ axes, rows, columns })) return false;
  const [depth, height, width] = axes;
  const pairs = rows * columns;
  const planes = batch * productsAlong(depth);
  const direct = (planes * productsAlong(height) * productsAlong(width) * pairs) / PRODUCTS_PER_CYCLE;
  const tiles = tilesAlong(height) * tilesAlong(width);
  const ours =
    planes * tiles * ((POINTS * pairs) / PRODUCTS_PER_CYCLE + INPUT_CYCLES * rows) +
    batch * depth.output * tiles * OUTPUT_CYCLES * columns +
    depth.kernel * FILTER_CYCLES * pairs;
  return ours * MARGIN < direct;
}

/** Pairs of a position and a tap that does not fall on padding. */
export function productsAlong(axis: Axis): number {
  return forwardClasses(axis).reduce((sum, { positions, taps }) => sum + positions.length * taps.length, 0);
}

/** Tiles of two outputs along an axis. */
export function tilesAlong({ output }: Axis): number {
  return Math.ceil(output / 2);
}

interface TapTables extends CachedTables {
  readonly taps: number;
}

/**
 * Convolves `x` with the filter at `filter` ([depth][3][3][rows][columns]) to `y`; where `transposed`, with the filter turned
 * around along every axis and its channels exchanged ([depth][3][3][columns][rows]): the input gradient of stride 1.
 */
export function winogradConvolution(
  backend: SimdBackend,
  { batch, axes, rows, columns }: WinogradShape,
  { x, filter, y, transposed }: { x: number; filter: number; y: number; transposed: boolean },
): void {
  const planes = axes[0].kernel;
  const tapCount = planes * TAPS;
  const order = range(tapCount).map((tap) => (transposed ? tapCount - 1 - tap : tap));
  const { taps } = backend.tables<TapTables>(`winograd taps ${planes} ${transposed}`, () => {
    const address = backend.upload(order);
    return { address, taps: address };
  });
  const panels = panelCount(columns);
  const packedBytes = tapCount * rows * PANEL * FLOAT;
  const transformedBytes = planes * POINTS * rows * PANEL * FLOAT;
  backend.withScratch(panels * transformedBytes, (transformed) => {
    backend.withScratch(panels * packedBytes, (packed) => {
      if (transposed) {
        const args = [filter, packed, columns, rows, taps, packedBytes, tapCount];
        backend.run(JOBS.packFilterTransposed, panels * tapCount, args);
      } else {
        const args = [filter, packed, rows, columns, taps, packedBytes];
        backend.run(JOBS.packFilter, tapCount * Math.ceil(rows / PACK_FILTER_ROWS), args);
      }
      const tasks = panels * planes * Math.ceil(rows / PACK_FILTER_ROWS);
      backend.run(JOBS.transformFilter, tasks, [packed, transformed, rows]);
    });
    const [depth, height, width] = axes;
    const [tilesY, tilesX] = [tilesAlong(height), tilesAlong(width)];
    const tiles = batch * tilesY * tilesX;
    const { threads } = backend.pool;
    const block = taskTiles(depth.output * tiles, threads, panels * transformedBytes);
    const [rowBytes, columnBytes] = [spaced(rows), spaced(columns)];
    const workspace = rowBytes + POINTS * block * (rowBytes + columnBytes);
    backend.withScratch(threads * workspace, (workspaces) =>
      backend.run(JOBS.winogradBlock, depth.output * Math.ceil(tiles / block), [
        ...[x, y, transformed, rows, columns],
        ...[height.input, width.input, height.output, width.output, height.pad, width.pad],
        ...[tilesY, tilesX, tiles, block, rowBytes, workspaces, workspace, columnBytes],
        ...[depth.input, depth.output, planes, depth.pad],
      ]),
    );
  });
}

/** How many tiles a task takes at most: a multiple of the micro-kernel's rows. */
function taskTiles(tiles: number, threads: number, filterBytes: number): number {
  const share = (tasks: number) => Math.ceil(tiles / tasks / 6) * 6;
  return filterBytes > LARGE_FILTER
    ? share(threads * Math.ceil(tiles / (threads * MOST_TILES_OF_LARGE)))
    : Math.min(MOST_TILES, Math.max(12, share(threads * TASKS_PER_THREAD)));
}

/** Bytes from one tile's channels to the next, so that six of them do not collide in the first-level cache. */
function spaced(channels: number): number {
  const bytes = channels * FLOAT;
  return bytes % 1024 === 0 ? bytes + 64 : bytes;
}
