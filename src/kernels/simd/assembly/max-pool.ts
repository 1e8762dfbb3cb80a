/**
 * Max pooling over [n][d][h][w][c] and its gradient. A task is one image and one range of output planes (forward), or
 * one image (gradient, whose windows overlap).
 * Layout: geometry words d, h, w, channels, out d, h, w, window d, h, w, stride d, h, w, pad d, h, w. Cost: forward
 * reads each pixel once per window that covers it, from the first cache level; the gradient compares each window's
 * pixels with the stored maximum and adds dy to the first that equals it, so no positions are kept.
 */
import { argument } from './layout';
import { storeLanes } from './lanes';

export function maxPool(task: i32): void {
  const x = argument(0);
  const y = argument(1);
  const d = <i32>argument(2), h = <i32>argument(3), w = <i32>argument(4), channels = <i32>argument(5);
  const od = <i32>argument(6), oh = <i32>argument(7), ow = <i32>argument(8);
  const kd = <i32>argument(9), kh = <i32>argument(10), kw = <i32>argument(11);
  const sd = <i32>argument(12), sh = <i32>argument(13), sw = <i32>argument(14);
  const pd = <i32>argument(15), ph = <i32>argument(16), pw = <i32>argument(17);
  const pixel = (<usize>channels) << 2;
  const n = task / od;
  const oz = task % od;
  const image = x + <usize>(n * d * h * w) * pixel;
  let out = y + <usize>(task * oh * ow) * pixel;
  const z0 = max(0, oz * sd - pd), z1 = min(d, oz * sd - pd + kd);
  for (let oy = 0; oy < oh; oy++) {
    const y0 = max(0, oy * sh - ph), y1 = min(h, oy * sh - ph + kh);
    for (let ox = 0; ox < ow; ox++) {
      const x0 = max(0, ox * sw - pw), x1 = min(w, ox * sw - pw + kw);
      for (let c = 0; c < channels; c += 4) {
        const offset = (<usize>c) << 2;
        let best = f32x4.splat(-f32.MAX_VALUE * 2);
        for (let iz = z0; iz < z1; iz++) {
          for (let iy = y0; iy < y1; iy++) {
            let at = image + <usize>((iz * h + iy) * w + x0) * pixel + offset;
            for (let ix = x0; ix < x1; ix++) {
              best = f32x4.pmax(best, v128.load(at));
              at += pixel;
            }
          }
        }
        storeLanes(out + offset, best, channels - c);
      }
      out += pixel;
    }
  }
}

export function maxPoolGradient(task: i32): void {
  const x = argument(0);
  const y = argument(1);
  const d = <i32>argument(2), h = <i32>argument(3), w = <i32>argument(4), channels = <i32>argument(5);
  const od = <i32>argument(6), oh = <i32>argument(7), ow = <i32>argument(8);
  const kd = <i32>argument(9), kh = <i32>argument(10), kw = <i32>argument(11);
  const sd = <i32>argument(12), sh = <i32>argument(13), sw = <i32>argument(14);
  const pd = <i32>argument(15), ph = <i32>argument(16), pw = <i32>argument(17);
  const dy = argument(18);
  const dx = argument(19);
  const pixel = (<usize>channels) << 2;
  const imageBytes = <usize>(d * h * w) * pixel;
  const image = x + <usize>task * imageBytes;
  const gradient = dx + <usize>task * imageBytes;
  memory.fill(gradient, 0, imageBytes);
  let out = <usize>(task * od * oh * ow) * pixel;
  for (let oz = 0; oz < od; oz++) {
    const z0 = max(0, oz * sd - pd), z1 = min(d, oz * sd - pd + kd);
    for (let oy = 0; oy < oh; oy++) {
      const y0 = max(0, oy * sh - ph), y1 = min(h, oy * sh - ph + kh);
      for (let ox = 0; ox < ow; ox++) {
        const x0 = max(0, ox * sw - pw), x1 = min(w, ox * sw - pw + kw);
        for (let c = 0; c < channels; c += 4) {
          const offset = (<usize>c) << 2;
          const best = v128.load(y + out + offset);
          const g = v128.load(dy + out + offset);
          let open = i32x4.splat(-1);
          for (let iz = z0; iz < z1; iz++) {
            for (let iy = y0; iy < y1; iy++) {
              let at = <usize>((iz * h + iy) * w + x0) * pixel + offset;
              for (let ix = x0; ix < x1; ix++) {
                const hit = v128.and(open, f32x4.eq(v128.load(image + at), best));
                const sum = f32x4.add(v128.load(gradient + at), v128.and(g, hit));
                storeLanes(gradient + at, sum, channels - c);
                open = v128.andnot(open, hit);
                at += pixel;
              }
            }
          }
        }
        out += pixel;
      }
    }
  }
}
