/**
 * Lays an input out for the filter gradient: [n][position][c] -> [c][position][n], zero beyond the last image, in a
 * grid that may be wider than the input by its padding (which must be zero already). Along the last spatial axis positions
 * are sorted by their remainder by the stride; a task is one such line.
 * Cost: one read and one write, four by four in registers, in blocks of 16 images so that both sides use whole lines.
 */
import { argument } from './layout';
import { transpose4 } from './transpose';

export function transposeInput(task: i32): void {
  const x = argument(0);
  const out = argument(1);
  const channels = <i32>argument(2);
  const batch = <i32>argument(3);
  const padded = <i32>argument(4);
  const imageBytes = argument(5);
  const lineLength = <i32>argument(6);
  const lines = argument(7);
  const channelBytes = argument(8);
  const front = <i32>argument(9);
  const stride = <i32>argument(10);
  const remainderLength = <i32>argument(11);
  const pixelBytes = (<usize>channels) << 2;
  const entry = lines + ((<usize>task) << 2);
  const sourceLine = x + <usize>(task * lineLength) * pixelBytes;
  const targetLine = out + <usize>load<u32>(entry);
  for (let pixel = 0; pixel < lineLength; pixel++) {
    const source = sourceLine + <usize>pixel * pixelBytes;
    const place = pixel + front;
    const sorted = (place % stride) * remainderLength + place / stride;
    const target = targetLine + (<usize>(sorted * padded) << 2);
    for (let block = 0; block < padded; block += 16) {
      const end = min(padded, block + 16);
      const whole = min(batch & ~3, end);
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        const from = source + ((<usize>c) << 2);
        const to = target + <usize>c * channelBytes;
        for (let n = block; n < whole; n += 4) {
          transpose4(from + <usize>n * imageBytes, imageBytes, to + ((<usize>n) << 2), channelBytes);
        }
      }
      for (let k = 0; k < channels; k++) {
        const from = source + ((<usize>k) << 2);
        const to = target + <usize>k * channelBytes;
        for (let n = k < c ? max(block, whole) : block; n < end; n++) {
          f32.store(to + ((<usize>n) << 2), n < batch ? f32.load(from + <usize>n * imageBytes) : 0);
        }
      }
    }
  }
}
