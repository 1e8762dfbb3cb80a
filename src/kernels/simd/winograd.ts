import type { Axis } from '../axes.ts';
import { forwardClasses } from './axis-classes.ts';
import { PANEL, panelCount } from './gemm-plan.ts';
import { JOBS, PACK_FILTER_ROWS } from './jobs.ts';
import type { CachedTables, SimdBackend } from './simd-backend.ts';

const FLOAT = 4;
const POINTS = 16;
const TAPS = 9;
/** Tiles of one task at most: with 64 channels their transforms fill 390 KiB. */
const MOST_TILES = 48;
const TASKS_PER_THREAD = 6;

/** A product of 3×3 taps that Winograd's way may do: the forward convolution or its input gradient. */
export interface WinogradShape {
  readonly batch: number;
  /** The two axes of the gathered map, as a forward convolution sees them. */
  readonly axes: readonly [Axis, Axis];
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
const PRODUCTS_PER_CYCLE = 8;
/** The direct way must be this much slower, or it stays: it needs less memory and rounds less. */
const MARGIN = 1.1;

/** Whether the shape can be done this way, and by the cost model faster than directly without the padded taps. */
export function winogradPays({ batch, axes, rows, columns }: WinogradShape): boolean {
  if (rows % 4 !== 0 || columns % PANEL !== 0) return false;
  if (axes.some(({ kernel, stride, pad }) => kernel !== 3 || stride !== 1 || pad > 2)) return false;
  const pairs = rows * columns;
  const [productsY, productsX] = axes.map((axis) =>
    forwardClasses(axis).reduce((sum, { positions, taps }) => sum + positions.length * taps.length, 0),
  ) as [number, number];
  const direct = (batch * productsY * productsX * pairs) / PRODUCTS_PER_CYCLE;
  const tiles = batch * tilesAlong(axes[0]) * tilesAlong(axes[1]);
  const ours =
    (tiles * POINTS * pairs) / PRODUCTS_PER_CYCLE +
    tiles * (INPUT_CYCLES * rows + OUTPUT_CYCLES * columns) +
    FILTER_CYCLES * pairs;
  return ours * MARGIN < direct;
}

function tilesAlong({ output }: Axis): number {
  return Math.ceil(output / 2);
}

interface TapTables extends CachedTables {
  readonly taps: number;
}

/**
 * Convolves `x` with the filter at `filter` ([3][3][rows][columns]) to `y`; where `transposed`, with the filter turned
 * by half a turn and its channels exchanged ([3][3][columns][rows]): the input gradient of stride 1.
 */
export function winogradConvolution(
  backend: SimdBackend,
  { batch, axes, rows, columns }: WinogradShape,
  { x, filter, y, transposed }: { x: number; filter: number; y: number; transposed: boolean },
): void {
  const order = Array.from({ length: TAPS }, (_, tap) => (transposed ? TAPS - 1 - tap : tap));
  const { taps } = backend.tables<TapTables>(`winograd taps ${transposed}`, () => {
    const address = backend.upload(order);
    return { address, taps: address };
  });
  const panels = panelCount(columns);
  const packedBytes = TAPS * rows * PANEL * FLOAT;
  const transformedBytes = POINTS * rows * PANEL * FLOAT;
  backend.withScratch(panels * transformedBytes, (transformed) => {
    backend.withScratch(panels * packedBytes, (packed) => {
      if (transposed) {
        const args = [filter, packed, columns, rows, taps, packedBytes, TAPS];
        backend.run(JOBS.packFilterTransposed, panels * TAPS, args);
      } else {
        const args = [filter, packed, rows, columns, taps, packedBytes];
        backend.run(JOBS.packFilter, TAPS * Math.ceil(rows / PACK_FILTER_ROWS), args);
      }
      const tasks = panels * Math.ceil(rows / PACK_FILTER_ROWS);
      backend.run(JOBS.transformFilter, tasks, [packed, transformed, rows]);
    });
    const [tilesY, tilesX] = [tilesAlong(axes[0]), tilesAlong(axes[1])];
    const tiles = batch * tilesY * tilesX;
    const { threads } = backend.pool;
    const share = Math.ceil(tiles / (threads * TASKS_PER_THREAD) / 6) * 6;
    const block = Math.min(MOST_TILES, Math.max(12, share));
    const [rowBytes, columnBytes] = [spaced(rows), spaced(columns)];
    const workspace = rowBytes + POINTS * block * (rowBytes + columnBytes);
    backend.withScratch(threads * workspace, (workspaces) =>
      backend.run(JOBS.winogradBlock, Math.ceil(tiles / block), [
        ...[x, y, transformed, rows, columns],
        ...[axes[0].input, axes[1].input, axes[0].output, axes[1].output, axes[0].pad],
        ...[tilesY, tilesX, tiles, block, rowBytes, workspaces, workspace, columnBytes],
      ]),
    );
  });
}

/** Bytes from one tile's channels to the next, so that six of them do not collide in the first-level cache. */
function spaced(channels: number): number {
  const bytes = channels * FLOAT;
  return bytes % 1024 === 0 ? bytes + 64 : bytes;
}
