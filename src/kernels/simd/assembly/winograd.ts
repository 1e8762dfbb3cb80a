/**
 * 3×3 convolution of stride 1 by Winograd's minimal filtering F(2×2, 3×3) (Lavin & Gray 2016): a tile of 2×2 outputs
 * takes 16 products for each pair of channels where the direct way takes up to 36. Of a volume every plane goes this way,
 * and the products of the planes that one output plane sees are summed before they are transformed back.
 *
 * Layout: transformed filters are panels [column / 8][plane][16][row][8]; a task is a block of tiles of one output plane,
 * whose transformed inputs [16][tile][row] and products [16][tile][column] stay in the thread's workspace, in the
 * second-level cache.
 * Cost, for each plane of the filter that meets the input: 16 · tiles · rows · columns multiply-adds by the micro-kernel, and
 * for each tile 32 loads and 16 stores of four rows; then 16 loads and 4 stores of four columns; for each pair of channels
 * 9 values of each plane read and 16 written.
 */
import { argument, SCRATCH, SCRATCH_BYTES } from './layout';
import { RUN_BYTES, tile6 } from './gemm-tile';
import { pointAtPixels, transformInput } from './winograd-input';

const POINTS: usize = 16;
/** Rows of a filter that a task of `transformFilter` takes. */
const FILTER_ROWS: i32 = 64;

/** G g Gᵀ with G = [[1, 0, 0], [½, ½, ½], [½, -½, ½], [0, 0, 1]]; a task is one panel and one block of rows. */
export function transformFilter(task: i32): void {
  const rows = <i32>argument(2);
  const blocks = (rows + FILTER_ROWS - 1) / FILTER_ROWS;
  const tapBytes = (<usize>rows) << 5;
  const panel = <usize>(task / blocks);
  const from = (task % blocks) * FILTER_ROWS;
  const to = min(rows, from + FILTER_ROWS);
  const source = argument(0) + panel * 9 * tapBytes;
  const target = argument(1) + panel * POINTS * tapBytes;
  const half = f32x4.splat(0.5);
  for (let at = (<usize>from) << 5; at < (<usize>to) << 5; at += 16) {
    for (let column: usize = 0; column < 4; column++) {
      // One column of G g Gᵀ: the row transform of every filter row first.
      let r0: v128, r1: v128, r2: v128;
      if (column == 0) {
        r0 = v128.load(source + at);
        r1 = v128.load(source + at + 3 * tapBytes);
        r2 = v128.load(source + at + 6 * tapBytes);
      } else if (column == 3) {
        r0 = v128.load(source + at + 2 * tapBytes);
        r1 = v128.load(source + at + 5 * tapBytes);
        r2 = v128.load(source + at + 8 * tapBytes);
      } else {
        const sign = f32x4.splat(column == 1 ? 1 : -1);
        r0 = blend(source + at, tapBytes, sign, half);
        r1 = blend(source + at + 3 * tapBytes, tapBytes, sign, half);
        r2 = blend(source + at + 6 * tapBytes, tapBytes, sign, half);
      }
      const out = target + at + column * tapBytes;
      const ends = f32x4.add(r0, r2);
      v128.store(out, r0);
      v128.store(out + 4 * tapBytes, f32x4.mul(half, f32x4.add(ends, r1)));
      v128.store(out + 8 * tapBytes, f32x4.mul(half, f32x4.sub(ends, r1)));
      v128.store(out + 12 * tapBytes, r2);
    }
  }
}

/** ½ (g0 ± g1 + g2) of one filter row. */
// @ts-ignore: decorator
@inline
function blend(at: usize, tapBytes: usize, sign: v128, half: v128): v128 {
  const ends = f32x4.add(v128.load(at), v128.load(at + 2 * tapBytes));
  return f32x4.mul(half, f32x4.add(ends, f32x4.mul(sign, v128.load(at + tapBytes))));
}

/** All of one block of tiles: input transforms, sixteen products for each plane of the filter, output transform. */
export function winogradBlock(task: i32, scratch: usize): void {
  const x = argument(0);
  const y = argument(1);
  const panels = argument(2);
  const rows = <i32>argument(3);
  const columns = <i32>argument(4);
  const height = <i32>argument(5), width = <i32>argument(6);
  const outHeight = <i32>argument(7), outWidth = <i32>argument(8);
  const padY = <i32>argument(9), padX = <i32>argument(10);
  const tilesY = <i32>argument(11), tilesX = <i32>argument(12);
  /** Of one output plane, over the whole batch. */
  const tileCount = <i32>argument(13);
  const blockTiles = <i32>argument(14);
  const rowBytes = argument(15);
  const thread = (scratch - SCRATCH) / SCRATCH_BYTES;
  const workspace = argument(16) + thread * argument(17);
  const columnBytes = argument(18);
  const depth = <i32>argument(19), outDepth = <i32>argument(20);
  const planes = <i32>argument(21);
  const padZ = <i32>argument(22);

  const blocks = (tileCount + blockTiles - 1) / blockTiles;
  const oz = task / blocks;
  const first = (task % blocks) * blockTiles;
  const count = min(blockTiles, tileCount - first);
  const pointBytes = <usize>blockTiles * rowBytes;
  const productBytes = <usize>blockTiles * columnBytes;
  // The row of zeros that stands for padding comes first.
  const zeros = workspace;
  const inputs = zeros + rowBytes;
  const products = inputs + POINTS * pointBytes;
  memory.fill(zeros, 0, rowBytes);

  const pixels = scratch;
  const pixelBytes = (<usize>rows) << 2;
  const table = scratch + 64;
  for (let tile: usize = 0; tile < <usize>blockTiles; tile++) {
    store<u32>(table + (tile << 3), <u32>(inputs + tile * rowBytes));
    store<u32>(table + (tile << 3), <u32>(products + tile * columnBytes), 4);
  }
  const run = table + ((<usize>blockTiles) << 3);
  const sixes = (count + 5) / 6;
  const planeBytes = (POINTS * <usize>rows) << 5;
  const panelBytes = <usize>planes * planeBytes;
  store<i32>(run, rows, 8);
  let accumulate = false;
  for (let plane = 0; plane < planes; plane++) {
    const iz = oz - padZ + plane;
    if (iz < 0 || iz >= depth) continue;
    for (let tile = 0; tile < count; tile++) {
      const index = first + tile;
      const ix = 2 * (index % tilesX) - padX;
      const iy = 2 * ((index / tilesX) % tilesY) - padY;
      const image = x + <usize>((index / (tilesX * tilesY)) * depth + iz) * <usize>(height * width) * pixelBytes;
      pointAtPixels(pixels, image, iy, ix, height, width, pixelBytes, zeros);
      transformInput(pixels, inputs + <usize>tile * rowBytes, pointBytes, 0, pixelBytes);
    }
    for (let point: usize = 0; point < POINTS; point++) {
      store<u32>(run, <u32>(point * pointBytes));
      store<u32>(run, <u32>(<usize>plane * planeBytes + ((point * <usize>rows) << 5)), 4);
      for (let panel = 0; panel < columns >> 3; panel++) {
        const packed = panels + <usize>panel * panelBytes;
        const column = point * productBytes + ((<usize>panel) << 5);
        for (let six = 0; six < sixes; six++) {
          tile6(table + <usize>(six * 48), run, run + RUN_BYTES, packed, column, accumulate);
        }
      }
    }
    accumulate = true;
  }

  const outBytes = (<usize>columns) << 2;
  for (let tile = 0; tile < count; tile++) {
    const index = first + tile;
    const ox = 2 * (index % tilesX);
    const oy = 2 * ((index / tilesX) % tilesY);
    const image = y + <usize>((index / (tilesX * tilesY)) * outDepth + oz) * <usize>(outHeight * outWidth) * outBytes;
    const out = image + <usize>(oy * outWidth + ox) * outBytes;
    const from = products + <usize>tile * columnBytes;
    const right = ox + 1 < outWidth;
    const below = oy + 1 < outHeight;
    transformOutput(from, productBytes, out, outBytes, <usize>outWidth * outBytes, right, below);
  }
}

/** Aᵀ m A with A's columns (1, 1, 1, 0) and (0, 1, -1, -1); outputs beyond the map are left out. */
function transformOutput(
  from: usize,
  productBytes: usize,
  out: usize,
  outBytes: usize,
  lineBytes: usize,
  right: bool,
  below: bool,
): void {
  for (let at: usize = 0; at < outBytes; at += 16) {
    let s00 = f32x4.splat(0), s01 = s00, s02 = s00, s03 = s00;
    let s10 = s00, s11 = s00, s12 = s00, s13 = s00;
    for (let row: usize = 0; row < 4; row++) {
      const source = from + 4 * row * productBytes + at;
      const m0 = v128.load(source), m1 = v128.load(source + productBytes);
      const m2 = v128.load(source + 2 * productBytes), m3 = v128.load(source + 3 * productBytes);
      if (row < 3) {
        s00 = f32x4.add(s00, m0); s01 = f32x4.add(s01, m1); s02 = f32x4.add(s02, m2); s03 = f32x4.add(s03, m3);
      }
      if (row == 1) {
        s10 = m0; s11 = m1; s12 = m2; s13 = m3;
      } else if (row > 1) {
        s10 = f32x4.sub(s10, m0); s11 = f32x4.sub(s11, m1); s12 = f32x4.sub(s12, m2); s13 = f32x4.sub(s13, m3);
      }
    }
    const target = out + at;
    v128.store(target, f32x4.add(f32x4.add(s00, s01), s02));
    if (right) v128.store(target + outBytes, f32x4.sub(f32x4.sub(s01, s02), s03));
    if (below) {
      v128.store(target + lineBytes, f32x4.add(f32x4.add(s10, s11), s12));
      if (right) v128.store(target + lineBytes + outBytes, f32x4.sub(f32x4.sub(s11, s12), s13));
    }
  }
}
