/**
 * Packs a filter for the forward product: [tap][row][column] -> panels [column / 8][needed tap][row][8], zero beyond
 * the last column. A task is one needed tap and one block of 64 rows.
 * Cost: one read and one write of the needed taps; a panel's rows are read as half cache lines and written whole.
 */
import { argument } from './layout';

export const PACK_ROWS: i32 = 64;

export function packFilter(task: i32): void {
  const filter = argument(0);
  const out = argument(1);
  const rows = <i32>argument(2);
  const columns = <i32>argument(3);
  const taps = argument(4);
  const panelBytes = argument(5);
  const blocks = (rows + PACK_ROWS - 1) / PACK_ROWS;
  const slot = task / blocks;
  const from = (task % blocks) * PACK_ROWS;
  const to = min(rows, from + PACK_ROWS);
  const tap = load<i32>(taps + ((<usize>slot) << 2));
  for (let row = from; row < to; row++) {
    const source = filter + (<usize>(tap * rows + row) * <usize>columns << 2);
    let target = out + (<usize>(slot * rows + row) << 5);
    let column = 0;
    for (; column + 8 <= columns; column += 8) {
      const at = source + ((<usize>column) << 2);
      v128.store(target, v128.load(at));
      v128.store(target, v128.load(at, 16), 16);
      target += panelBytes;
    }
    if (column < columns) {
      v128.store(target, f32x4.splat(0));
      v128.store(target, f32x4.splat(0), 16);
      for (let rest = 0; column < columns; column++, rest++) {
        f32.store(target + ((<usize>rest) << 2), f32.load(source + ((<usize>column) << 2)));
      }
    }
  }
}
