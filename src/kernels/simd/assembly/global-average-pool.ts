/** Mean over the positions of one image, [n][position][c] -> [n][c], and its gradient. A task is one image. */
import { argument } from './layout';
import { storeLanes } from './lanes';

export function globalAveragePool(task: i32): void {
  const positions = <i32>argument(2);
  const channels = <i32>argument(3);
  const pixel = (<usize>channels) << 2;
  const from = argument(0) + <usize>(task * positions) * pixel;
  const out = argument(1) + <usize>task * pixel;
  const inverse = f32x4.splat(<f32>1 / <f32>positions);
  for (let c = 0; c < channels; c += 4) {
    let sum = f32x4.splat(0);
    let at = from + ((<usize>c) << 2);
    for (let p = 0; p < positions; p++) {
      sum = f32x4.add(sum, v128.load(at));
      at += pixel;
    }
    storeLanes(out + ((<usize>c) << 2), f32x4.mul(sum, inverse), channels - c);
  }
}

export function globalAveragePoolGradient(task: i32): void {
  const positions = <i32>argument(2);
  const channels = <i32>argument(3);
  const pixel = (<usize>channels) << 2;
  const dy = argument(0) + <usize>task * pixel;
  const dx = argument(1) + <usize>(task * positions) * pixel;
  const inverse = f32x4.splat(<f32>1 / <f32>positions);
  for (let c = 0; c < channels; c += 4) {
    const value = f32x4.mul(v128.load(dy + ((<usize>c) << 2)), inverse);
    let at = dx + ((<usize>c) << 2);
    for (let p = 0; p < positions; p++) {
      storeLanes(at, value, channels - c);
      at += pixel;
    }
  }
}
