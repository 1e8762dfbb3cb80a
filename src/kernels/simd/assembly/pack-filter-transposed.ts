/**
 * Packs a filter for the input gradient: [tap][c][o] -> panels [c / 8][needed tap][o][8 channels c], zero beyond the
 * last channel. A task is one panel and one needed tap.
 * Cost: one read and one write of the needed taps, transposed in registers four by four.
 */
import { argument } from './layout';
import { transpose4 } from './transpose';

export function packFilterTransposed(task: i32): void {
  const filter = argument(0);
  const out = argument(1);
  const channels = <i32>argument(2);
  const outputs = <i32>argument(3);
  const taps = argument(4);
  const panelBytes = argument(5);
  const tapCount = <i32>argument(6);
  const panel = task / tapCount;
  const slot = task % tapCount;
  const tap = load<i32>(taps + ((<usize>slot) << 2));
  const stride = (<usize>outputs) << 2;
  const first = panel << 3;
  const width = min(8, channels - first);
  const source = filter + <usize>(tap * channels + first) * stride;
  const target = out + <usize>panel * panelBytes + (<usize>(slot * outputs) << 5);
  let o = 0;
  if (width == 8) {
    for (; o + 4 <= outputs; o += 4) {
      const from = source + ((<usize>o) << 2);
      const to = target + ((<usize>o) << 5);
      transpose4(from, stride, to, 32);
      transpose4(from + 4 * stride, stride, to + 16, 32);
    }
  }
  for (; o < outputs; o++) {
    const from = source + ((<usize>o) << 2);
    const to = target + ((<usize>o) << 5);
    for (let j: usize = 0; j < 8; j++) {
      f32.store(to + (j << 2), <i32>j < width ? f32.load(from + j * stride) : 0);
    }
  }
}
