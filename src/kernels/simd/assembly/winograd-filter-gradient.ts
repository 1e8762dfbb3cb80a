/**
 * The transforms of a filter gradient by Winograd's minimal filtering F(3×3, 2×2): a tile of 2×2 output gradients meets 4×4
 * pixels of the input with 16 products for each pair of channels, where the direct way takes 36 (Lavin & Gray 2016 have the
 * forward one; this is its algorithm with the roles of filter and output exchanged, at the points 0, 1, -1 and infinity).
 * The products of all tiles and images are summed before they are transformed back, by the gathered product.
 *
 * Layout: inputs [16][channel][plane][tile], output gradients as panels [column / 8][16][plane][tile][8], where the tiles
 * of a plane are those of all images, filled up to a multiple of four by zeros; sums [plane of the filter][16][channel][column].
 */
import { argument } from './layout';
import { transpose4 } from './transpose';
import { pointAtPixels, transformInput } from './winograd-input';

const POINTS: usize = 16;
/** Tiles of one task: a multiple of four; their addresses lie in the thread's scratch area. */
const TASK_TILES: i32 = 32;
const ADDRESSES: usize = 16 * 4;

/** A task is a block of tiles of one plane. Cost: those of the transform, and as many loads, shuffles and stores again. */
export function winogradGradientInputs(task: i32, scratch: usize): void {
  const x = argument(0);
  const out = argument(1);
  const zeros = argument(2);
  const channels = <i32>argument(3);
  const depth = <i32>argument(4), height = <i32>argument(5), width = <i32>argument(6);
  const padY = <i32>argument(7), padX = <i32>argument(8);
  const tilesY = <i32>argument(9), tilesX = <i32>argument(10);
  const tiles = <i32>argument(11);
  const padded = <i32>argument(12);
  const channelBytes = argument(13);
  const pointBytes = argument(14);

  const blocks = (padded + TASK_TILES - 1) / TASK_TILES;
  const plane = task / blocks;
  const first = (task % blocks) * TASK_TILES;
  const count = min(TASK_TILES, padded - first);
  const pixelBytes = (<usize>channels) << 2;
  const mapBytes = <usize>(height * width) * pixelBytes;
  for (let tile = 0; tile < count; tile++) {
    const index = first + tile;
    const ix = 2 * (index % tilesX) - padX;
    const iy = 2 * ((index / tilesX) % tilesY) - padY;
    const image = x + <usize>((index / (tilesX * tilesY)) * depth + plane) * mapBytes;
    // Beyond the last tile there are no rows: all of its pixels are zeros.
    pointAtPixels(scratch + <usize>tile * ADDRESSES, image, iy, ix, index < tiles ? height : 0, width, pixelBytes, zeros);
  }
  const four = scratch + <usize>TASK_TILES * ADDRESSES;
  const target = out + (<usize>(plane * padded + first) << 2);
  for (let channel: usize = 0; channel < <usize>channels; channel += 4) {
    const at = channel << 2;
    for (let tile: usize = 0; tile < <usize>count; tile += 4) {
      for (let t: usize = 0; t < 4; t++) {
        transformInput(scratch + (tile + t) * ADDRESSES, four + (t << 4), 64, at, at + 16);
      }
      let to = target + channel * channelBytes + (tile << 2);
      for (let point: usize = 0; point < POINTS; point++) {
        transpose4(four + (point << 6), 16, to, channelBytes);
        to += pointBytes;
      }
    }
  }
}

/**
 * G g Gᵀ with G = [[1, 0], [½, ½], [½, -½], [0, 1]]; a task is a block of tiles of one plane.
 * Cost: 4 loads, 20 additions and multiplications and 16 stores for four columns of a tile.
 */
export function winogradGradientOutputs(task: i32): void {
  const dy = argument(0);
  const out = argument(1);
  const columns = <i32>argument(2);
  const depth = <i32>argument(3), height = <i32>argument(4), width = <i32>argument(5);
  const tilesY = <i32>argument(6), tilesX = <i32>argument(7);
  const tiles = <i32>argument(8);
  const padded = <i32>argument(9);
  const pointBytes = argument(10);

  const blocks = (padded + TASK_TILES - 1) / TASK_TILES;
  const plane = task / blocks;
  const first = (task % blocks) * TASK_TILES;
  const count = min(TASK_TILES, padded - first);
  const pixelBytes = (<usize>columns) << 2;
  const lineBytes = <usize>width * pixelBytes;
  const zero = f32x4.splat(0);
  for (let column: usize = 0; column < <usize>columns; column += 4) {
    const panel = out + (column >> 3) * POINTS * pointBytes + ((column & 4) << 2);
    for (let tile = 0; tile < count; tile++) {
      const index = first + tile;
      const ox = 2 * (index % tilesX);
      const oy = 2 * ((index / tilesX) % tilesY);
      const n = index / (tilesX * tilesY);
      const from = dy + (<usize>(n * depth + plane) * <usize>height + <usize>oy) * lineBytes + <usize>ox * pixelBytes + (column << 2);
      const inside = index < tiles;
      const right = inside && ox + 1 < width;
      const below = inside && oy + 1 < height;
      const g00 = inside ? v128.load(from) : zero;
      const g01 = right ? v128.load(from + pixelBytes) : zero;
      const g10 = below ? v128.load(from + lineBytes) : zero;
      const g11 = right && below ? v128.load(from + lineBytes + pixelBytes) : zero;
      const to = panel + (<usize>(plane * padded + index) << 5);
      const half = f32x4.splat(0.5);
      const s0 = f32x4.mul(half, f32x4.add(g00, g10));
      const s1 = f32x4.mul(half, f32x4.add(g01, g11));
      const d0 = f32x4.mul(half, f32x4.sub(g00, g10));
      const d1 = f32x4.mul(half, f32x4.sub(g01, g11));
      storeRow(to, pointBytes, g00, g01, half);
      storeRow(to + 4 * pointBytes, pointBytes, s0, s1, half);
      storeRow(to + 8 * pointBytes, pointBytes, d0, d1, half);
      storeRow(to + 12 * pointBytes, pointBytes, g10, g11, half);
    }
  }
}

/** (a, b) Gᵀ, one point after the other. */
// @ts-ignore: decorator
@inline
function storeRow(to: usize, pointBytes: usize, a: v128, b: v128, half: v128): void {
  v128.store(to, a);
  v128.store(to + pointBytes, f32x4.mul(half, f32x4.add(a, b)));
  v128.store(to + 2 * pointBytes, f32x4.mul(half, f32x4.sub(a, b)));
  v128.store(to + 3 * pointBytes, b);
}

/**
 * Aᵀ m A with A's columns (1, 1, 1, 0), (0, 1, -1, 0) and (0, 1, 1, -1): the last sign is that of the input transform, whose
 * last point is d1 - d3. A task is one channel of one plane of the filter.
 * Cost: 16 loads, 24 additions and 9 stores for four columns.
 */
export function winogradGradientResult(task: i32): void {
  const sums = argument(0);
  const out = argument(1);
  const channels = <i32>argument(2);
  const rowBytes = (<usize>argument(3)) << 2;
  const plane = <usize>(task / channels);
  const channel = <usize>(task % channels);
  const pairBytes = <usize>channels * rowBytes;
  const source = sums + plane * POINTS * pairBytes + channel * rowBytes;
  const target = out + plane * 9 * pairBytes + channel * rowBytes;
  for (let at: usize = 0; at < rowBytes; at += 16) {
    for (let column: usize = 0; column < 3; column++) {
      const from = source + at;
      const r0 = alongRow(from, pairBytes, column);
      const r1 = alongRow(from + 4 * pairBytes, pairBytes, column);
      const r2 = alongRow(from + 8 * pairBytes, pairBytes, column);
      const r3 = alongRow(from + 12 * pairBytes, pairBytes, column);
      const to = target + at + column * pairBytes;
      const middle = f32x4.add(r1, r2);
      v128.store(to, f32x4.add(r0, middle));
      v128.store(to + 3 * pairBytes, f32x4.sub(r1, r2));
      v128.store(to + 6 * pairBytes, f32x4.sub(middle, r3));
    }
  }
}

/** One row of m, times one column of A. */
// @ts-ignore: decorator
@inline
function alongRow(from: usize, pairBytes: usize, column: usize): v128 {
  const m1 = v128.load(from + pairBytes);
  const m2 = v128.load(from + 2 * pairBytes);
  if (column == 0) return f32x4.add(v128.load(from), f32x4.add(m1, m2));
  if (column == 1) return f32x4.sub(m1, m2);
  return f32x4.sub(f32x4.add(m1, m2), v128.load(from + 3 * pairBytes));
}
