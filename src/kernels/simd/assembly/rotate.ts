/**
 * Turns every [height, width] plane of an image about its centre, as src/lab/augment/rotation.ts does, to the bit: bilinear
 * in doubles, what comes from outside from the nearest edge. Where each pixel comes from is worked out once for all planes.
 */

/** Of one pixel of a plane: where its four neighbours begin, and the shares of left and right, of top and bottom. */
const ENTRY: usize = 40;

/** Bytes of workspace for planes of size² pixels. */
export function rotateBytes(size: i32): usize {
  return <usize>(size * size) * ENTRY;
}

/** @param source a copy of the image; @param size at least 2 */
export function rotate(
  image: usize,
  source: usize,
  planes: i32,
  size: i32,
  channels: i32,
  sine: f64,
  cosine: f64,
  space: usize,
): void {
  const pixelBytes = <usize>channels << 2;
  const lineBytes = <usize>size * pixelBytes;
  planTurn(space, size, pixelBytes, sine, cosine);
  const planeBytes = <usize>size * lineBytes;
  const end = space + rotateBytes(size);
  let target = image;
  for (let plane = 0; plane < planes; plane++) {
    const from = source + <usize>plane * planeBytes;
    for (let entry = space; entry < end; entry += ENTRY) {
      const corner = from + <usize>load<u32>(entry);
      const across = v128.load(entry, 8);
      const down = v128.load(entry, 24);
      if (channels == 1) {
        f32.store(target, blend(v128.load64_zero(corner), v128.load64_zero(corner + lineBytes), across, down));
        target += 4;
      } else {
        for (let channel: usize = 0; channel < pixelBytes; channel += 4) {
          const at = corner + channel;
          const top = v128.load32_lane(at + pixelBytes, v128.load32_zero(at), 1);
          const bottom = v128.load32_lane(at + lineBytes + pixelBytes, v128.load32_zero(at + lineBytes), 1);
          f32.store(target, blend(top, bottom, across, down));
          target += 4;
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function blend(top: v128, bottom: v128, across: v128, down: v128): f32 {
  const a = f64x2.mul(across, f64x2.promote_low_f32x4(top));
  const b = f64x2.mul(across, f64x2.promote_low_f32x4(bottom));
  const lefts = i8x16.shuffle(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
  const rights = i8x16.shuffle(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  const lines = f64x2.mul(down, f64x2.add(lefts, rights));
  return <f32>(f64x2.extract_lane(lines, 0) + f64x2.extract_lane(lines, 1));
}

function planTurn(space: usize, size: i32, pixelBytes: usize, sine: f64, cosine: f64): void {
  const last = <f64>(size - 1);
  const centre = last / 2;
  let entry = space;
  for (let row = 0; row < size; row++) {
    const y = <f64>row - centre;
    for (let column = 0; column < size; column++) {
      const x = <f64>column - centre;
      const fromRow = min<f64>(max<f64>(centre + cosine * y - sine * x, 0), last);
      const fromColumn = min<f64>(max<f64>(centre + sine * y + cosine * x, 0), last);
      // On the last line all of it comes from the bottom: the same number as half of a line that is not there.
      const top = min<f64>(Math.floor(fromRow), last - 1);
      const left = min<f64>(Math.floor(fromColumn), last - 1);
      const fy = fromRow - top;
      const fx = fromColumn - left;
      store<u32>(entry, <u32>((<usize>(<i32>top * size + <i32>left)) * pixelBytes));
      f64.store(entry, 1 - fx, 8);
      f64.store(entry, fx, 16);
      f64.store(entry, 1 - fy, 24);
      f64.store(entry, fy, 32);
      entry += ENTRY;
    }
  }
}
