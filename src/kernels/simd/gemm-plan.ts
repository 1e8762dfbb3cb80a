import { JOBS } from './jobs.ts';
import type { CachedTables, SimdBackend } from './simd-backend.ts';

/** A stretch of the sum that is contiguous in every row. */
export interface Run {
  /** Bytes added to the address of each row. */
  readonly offset: number;
  /** Bytes from the start of the packed panel. */
  readonly panel: number;
  /** Number of products. */
  readonly length: number;
}

/** Rows that share their runs. Row r is (outer, position) = (r / positions, r % positions). */
export interface RowGroup {
  readonly runs: readonly Run[];
  /** Byte offsets of each position, in the gathered matrix and in the result. */
  readonly positions: readonly { readonly a: number; readonly out: number }[];
  /** How often the positions repeat, one outer stride further each time. */
  readonly outer: number;
}

/** Tables of one gathered product (assembly/gather-gemm.ts), in the shared memory. */
export interface GemmPlan extends CachedTables {
  readonly positions: number;
  readonly groups: number;
  readonly runs: number;
  readonly tasks: number;
  readonly taskCount: number;
  /** Address of the extra words. */
  readonly extra: number;
}

export interface GemmShape {
  readonly groups: readonly RowGroup[];
  readonly columns: number;
  /** Panels of one task at most: they and the rows of a task should fit the second-level cache. */
  readonly panelsPerTask: number;
  /** Other words to keep beside the tables, for the jobs that pack the operands. */
  readonly extra: readonly number[];
}

/** Columns of a packed panel. */
export const PANEL = 8;
/** Bytes of one row of it. */
export const PANEL_BYTES = 4 * PANEL;
/** Products of a long sum that are done at once: rows and panels of a task then fit 512 KiB. */
export const BLOCK_LENGTH = 512;
/** Rows of one task at most; a multiple of the tile's six. */
const ROWS_PER_TASK = 96;
const SMALLEST_ROWS = 12;
/** Tasks for each thread at least, so that the last ones to finish differ little. */
const TASKS_PER_THREAD = 10;

export function panelCount(columns: number): number {
  return Math.ceil(columns / PANEL);
}

interface Task {
  readonly group: number;
  readonly from: number;
  readonly rows: number;
  readonly panelFrom: number;
  readonly panelTo: number;
  readonly cost: number;
}

/** Cuts a product into tasks for the backend's threads and puts its tables in the shared memory. */
export function planGemm(
  backend: SimdBackend,
  { groups, columns, panelsPerTask, extra }: GemmShape,
): GemmPlan {
  const tasks = cutTasks(groups, columns, panelsPerTask, backend.pool.threads);
  const words: number[] = [];
  const positionStarts = groups.map((group) => {
    const start = words.length;
    for (const { a, out } of group.positions) words.push(a, out);
    return start;
  });
  const runs = words.length;
  const runStarts = groups.map((group) => {
    const start = (words.length - runs) / 3;
    for (const { offset, panel, length } of group.runs) words.push(offset, panel, length);
    return start;
  });
  const groupTable = words.length;
  groups.forEach((group, index) => {
    words.push(runStarts[index]!, group.runs.length, positionStarts[index]! / 2, group.positions.length);
  });
  const taskTable = words.length;
  for (const { group, from, rows, panelFrom, panelTo } of tasks)
    words.push(group, from, rows, panelFrom, panelTo);
  const extraWords = words.length;
  for (const word of extra) words.push(word);
  // Offsets may be negative; as 32-bit words they wrap, and so does the kernel's addition.
  const address = backend.upload(Uint32Array.from(words, (word) => word >>> 0));
  return {
    address,
    positions: address,
    runs: address + runs * 4,
    groups: address + groupTable * 4,
    tasks: address + taskTable * 4,
    taskCount: tasks.length,
    extra: address + extraWords * 4,
  };
}

function cutTasks(
  groups: readonly RowGroup[],
  columns: number,
  panelsPerTask: number,
  threads: number,
): Task[] {
  const panels = panelCount(columns);
  const wanted = threads > 1 ? threads * TASKS_PER_THREAD : 1;
  let rowsPerTask = ROWS_PER_TASK;
  let width = Math.min(panels, panelsPerTask);
  const count = () =>
    groups.reduce((sum, group) => sum + Math.ceil((group.outer * group.positions.length) / rowsPerTask), 0) *
    Math.ceil(panels / width);
  while (count() < wanted && width > 1) width = Math.ceil(width / 2);
  while (count() < wanted && rowsPerTask > SMALLEST_ROWS) rowsPerTask /= 2;
  const tasks: Task[] = [];
  groups.forEach((group, index) => {
    const length = group.runs.reduce((sum, run) => sum + run.length, 0);
    const total = group.outer * group.positions.length;
    const parts = Math.ceil(total / rowsPerTask);
    const rows = Math.ceil(total / parts / 6) * 6;
    for (let from = 0; from < total; from += rows) {
      for (let panelFrom = 0; panelFrom < panels; panelFrom += width) {
        const panelTo = Math.min(panels, panelFrom + width);
        const rowCount = Math.min(rows, total - from);
        const cost = rowCount * (panelTo - panelFrom) * (length + 8);
        tasks.push({ group: index, from, rows: rowCount, panelFrom, panelTo, cost });
      }
    }
  });
  // The longest first: what remains at the end is short.
  return tasks.sort((a, b) => b.cost - a.cost);
}

export interface GemmOperands {
  readonly a: number;
  readonly out: number;
  readonly panels: number;
  readonly panelBytes: number;
  readonly columns: number;
  /** Bytes between outer rows of the gathered matrix, and of the result. */
  readonly outerA: number;
  readonly outerOut: number;
  /** Longest stretch of the sum that is done at once, so that its rows and panels stay in the cache. */
  readonly blockLength: number;
  /** Whether the product is added to what is there. */
  readonly accumulate?: boolean;
}

export function runGemm(backend: SimdBackend, plan: GemmPlan, operands: GemmOperands): void {
  const { a, out, panels, panelBytes, columns, outerA, outerOut, blockLength, accumulate } = operands;
  backend.run(JOBS.gatherGemm, plan.taskCount, [
    a,
    out,
    panels,
    panelBytes,
    columns,
    outerA,
    outerOut,
    plan.positions,
    plan.groups,
    plan.runs,
    plan.tasks,
    blockLength,
    Number(accumulate ?? false),
  ]);
}
