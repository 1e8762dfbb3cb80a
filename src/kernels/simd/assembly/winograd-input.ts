/**
 * The input transform of Winograd's F(2×2, 3×3) (winograd.ts), which its filter gradient shares.
 * Cost: 32 loads, 32 additions and 16 stores for four channels of a tile.
 */

/** Writes the addresses of the 4×4 pixels from (iy, ix) on; `zeros` stands for those outside the map. */
export function pointAtPixels(
  pixels: usize,
  image: usize,
  iy: i32,
  ix: i32,
  height: i32,
  width: i32,
  pixelBytes: usize,
  zeros: usize,
): void {
  for (let p = 0; p < 16; p++) {
    const py = iy + (p >> 2);
    const px = ix + (p & 3);
    const inside = py >= 0 && py < height && px >= 0 && px < width;
    const address = inside ? image + <usize>(py * width + px) * pixelBytes : zeros;
    store<u32>(pixels + ((<usize>p) << 2), <u32>address);
  }
}

/**
 * Bᵀ d B with B's columns (1, 0, -1, 0), (0, 1, 1, 0), (0, -1, 1, 0), (0, 1, 0, -1), of the channels from byte `from` to
 * `to` of the pixels; the first of them goes to `out`.
 */
export function transformInput(pixels: usize, out: usize, pointBytes: usize, from: usize, to: usize): void {
  for (let at = from; at < to; at += 16) {
    for (let row: usize = 0; row < 4; row++) {
      // Rows are combined while they are read: row 0 is d0 - d2, 1 is d1 + d2, 2 is d2 - d1, 3 is d1 - d3.
      const one = row == 0 ? 0 : row == 2 ? 2 : 1;
      const other = row == 2 ? 1 : row == 3 ? 3 : 2;
      const a = pixels + ((<usize>one) << 4);
      const b = pixels + ((<usize>other) << 4);
      let c0 = v128.load(<usize>load<u32>(a) + at), c1 = v128.load(<usize>load<u32>(a, 4) + at);
      let c2 = v128.load(<usize>load<u32>(a, 8) + at), c3 = v128.load(<usize>load<u32>(a, 12) + at);
      const e0 = v128.load(<usize>load<u32>(b) + at), e1 = v128.load(<usize>load<u32>(b, 4) + at);
      const e2 = v128.load(<usize>load<u32>(b, 8) + at), e3 = v128.load(<usize>load<u32>(b, 12) + at);
      if (row == 1) {
        c0 = f32x4.add(c0, e0); c1 = f32x4.add(c1, e1); c2 = f32x4.add(c2, e2); c3 = f32x4.add(c3, e3);
      } else {
        c0 = f32x4.sub(c0, e0); c1 = f32x4.sub(c1, e1); c2 = f32x4.sub(c2, e2); c3 = f32x4.sub(c3, e3);
      }
      const target = out + 4 * row * pointBytes + (at - from);
      v128.store(target, f32x4.sub(c0, c2));
      v128.store(target + pointBytes, f32x4.add(c1, c2));
      v128.store(target + 2 * pointBytes, f32x4.sub(c2, c1));
      v128.store(target + 3 * pointBytes, f32x4.sub(c1, c3));
    }
  }
}
