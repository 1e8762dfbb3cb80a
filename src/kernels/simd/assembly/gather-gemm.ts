/**
 * One task of a gathered matrix product: a block of rows of one group times a range of packed panels. Forward
 * convolution, both of its gradients and the dense layer are this, with different tables (../convolution, ../winograd-filter-gradient.ts).
 *
 * Layout: row r of a group is (outer, position) = (r / positions, r % positions); its addresses are
 * base + outer · stride + the position's entry, for a and for out. All rows of a group share one list of runs: this is
 * where padded taps vanish. Cost: the tile's, plus one division per task; the block of rows stays in the second-level
 * cache while the panels pass, and a panel stays in the first-level cache while the rows pass.
 */
import { argument } from './layout';
import { RUN_BYTES, tile4, tile6 } from './gemm-tile';

/** Rows of one task at most: their addresses lie in the thread's scratch area. */
const MAX_ROWS: usize = 512;

export function gatherGemm(task: i32, scratch: usize): void {
  const a = argument(0);
  const out = argument(1);
  const panels = argument(2);
  const panelBytes = argument(3);
  const columns = <i32>argument(4);
  const outerA = argument(5);
  const outerOut = argument(6);
  const positionTable = argument(7);
  const groupTable = argument(8);
  const runTable = argument(9);
  const entry = argument(10) + <usize>task * 20;
  const blockLength = <i32>argument(11);
  let accumulate = argument(12) != 0;

  const group = groupTable + <usize>load<u32>(entry) * 16;
  const rowFrom = load<u32>(entry, 4);
  const rowCount = load<u32>(entry, 8);
  const panelFrom = load<i32>(entry, 12);
  const panelTo = load<i32>(entry, 16);
  const runFrom = runTable + <usize>load<u32>(group) * RUN_BYTES;
  const runEnd = runFrom + <usize>load<u32>(group, 4) * RUN_BYTES;
  const positions = positionTable + <usize>load<u32>(group, 8) * 8;
  const positionCount = load<u32>(group, 12);

  let outer = <usize>(rowFrom / positionCount);
  let position = rowFrom % positionCount;
  for (let i: u32 = 0; i < rowCount; i++) {
    const offsets = positions + ((<usize>position) << 3);
    const row = scratch + ((<usize>i) << 3);
    store<u32>(row, <u32>(a + outer * outerA + <usize>load<u32>(offsets)));
    store<u32>(row, <u32>(out + outer * outerOut + <usize>load<u32>(offsets, 4)), 4);
    if (++position == positionCount) {
      position = 0;
      outer++;
    }
  }
  // Whole tiles of six and four; where that cannot be, the last row is computed twice, which stores equal values twice.
  let sixes: u32 = rowCount / 6;
  const rest = rowCount - sixes * 6;
  let fours: u32 = 0;
  if (rest == 5) sixes++;
  else if (rest > 2) fours = 1;
  else if (rest > 0) {
    if (sixes > 0) {
      sixes--;
      fours = 2;
    } else fours = 1;
  }
  const last = scratch + ((<usize>rowCount - 1) << 3);
  for (let slot = rowCount; slot < sixes * 6 + fours * 4; slot++) {
    store<u64>(scratch + ((<usize>slot) << 3), load<u64>(last));
  }

  let run = runFrom;
  do {
    let blockEnd = run;
    let length = 0;
    while (blockEnd < runEnd) {
      const next = length + load<i32>(blockEnd, 8);
      if (length > 0 && next > blockLength) break;
      length = next;
      blockEnd += RUN_BYTES;
    }
    for (let p = panelFrom; p < panelTo; p++) {
      const panel = panels + <usize>p * panelBytes;
      const column = (<usize>p) << 5;
      const width = columns - (p << 3);
      let rows = scratch;
      if (width >= 8) {
        for (let i: u32 = 0; i < sixes; i++) {
          tile6(rows, run, blockEnd, panel, column, accumulate);
          rows += 48;
        }
        for (let i: u32 = 0; i < fours; i++) {
          tile4(rows, run, blockEnd, panel, column, accumulate);
          rows += 32;
        }
      } else {
        for (let i: u32 = 0; i < sixes; i++) {
          narrow(rows, 6, run, blockEnd, panel, column, width, accumulate, scratch);
          rows += 48;
        }
        for (let i: u32 = 0; i < fours; i++) {
          narrow(rows, 4, run, blockEnd, panel, column, width, accumulate, scratch);
          rows += 32;
        }
      }
    }
    run = blockEnd;
    accumulate = true;
  } while (run < runEnd);
}

/** A tile whose panel holds fewer than eight columns: computed whole in the scratch area, of which `width` are copied. */
function narrow(
  rows: usize,
  count: i32,
  runs: usize,
  runsEnd: usize,
  panel: usize,
  column: usize,
  width: i32,
  accumulate: bool,
  scratch: usize,
): void {
  const table = scratch + (MAX_ROWS + 8) * 8;
  const values = table + 64;
  const bytes = (<usize>width) << 2;
  for (let r: usize = 0; r < <usize>count; r++) {
    store<u32>(table + (r << 3), load<u32>(rows + (r << 3)));
    store<u32>(table + (r << 3), <u32>(values + (r << 5)), 4);
    if (accumulate) copyWords(values + (r << 5), <usize>load<u32>(rows + (r << 3), 4) + column, bytes);
  }
  if (count == 6) tile6(table, runs, runsEnd, panel, 0, accumulate);
  else tile4(table, runs, runsEnd, panel, 0, accumulate);
  for (let r: usize = 0; r < <usize>count; r++) {
    copyWords(<usize>load<u32>(rows + (r << 3), 4) + column, values + (r << 5), bytes);
  }
}

// @ts-ignore: decorator
@inline
function copyWords(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<u32>(to + i, load<u32>(from + i));
}
