/**
 * Packs an output gradient for the filter gradient, whose sum runs over the batch and the positions:
 * [n][position][column] -> panels [column / 8][position][n][8], zero beyond the last column and the last image.
 * With the batch innermost a run is as long as the batch even where the map is one pixel. A task is one position.
 * Cost: one read (whole rows) and one write; the images of one position and panel are written in one stream.
 */
import { argument } from './layout';

export function packGradient(task: i32): void {
  const dy = argument(0);
  const out = argument(1);
  const positions = <i32>argument(2);
  const columns = <i32>argument(3);
  const batch = <i32>argument(4);
  const padded = <i32>argument(5);
  const panelBytes = argument(6);
  const rowBytes = (<usize>columns) << 2;
  const imageBytes = <usize>positions * rowBytes;
  for (let n = 0; n < padded; n++) {
    const source = dy + <usize>n * imageBytes + <usize>task * rowBytes;
    let target = out + (<usize>(task * padded + n) << 5);
    let column = 0;
    if (n < batch) {
      for (; column + 8 <= columns; column += 8) {
        const at = source + ((<usize>column) << 2);
        v128.store(target, v128.load(at));
        v128.store(target, v128.load(at, 16), 16);
        target += panelBytes;
      }
    }
    for (; column < columns; column += 8) {
      for (let j = 0; j < 8; j++) {
        const inside = n < batch && column + j < columns;
        f32.store(target + ((<usize>j) << 2), inside ? f32.load(source + ((<usize>(column + j)) << 2)) : 0);
      }
      target += panelBytes;
    }
  }
}
