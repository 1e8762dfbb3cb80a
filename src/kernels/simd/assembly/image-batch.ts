/**
 * Makes the network's input of uint8 images: x / 255, the changes that were drawn for each, normalisation, and slices as
 * channels where asked. A task is one image. All is done in the order and with the roundings of src/training/batch, so the
 * bits are the same. Cost: a few passes over an image that stays in the cache.
 */
import { laterArgument as argument, SCRATCH, SCRATCH_BYTES } from './layout';
import { addNoise } from './noise';
import { rotate } from './rotate';

/** Kinds of change; the numbers stand in ../kernels/image-batch.ts as well. */
const END: f64 = 0;
const MIRROR: f64 = 1;
const ROTATE: f64 = 2;
const NOISE: f64 = 3;
/** Bytes of a change: its kind and two numbers. */
const CHANGE: usize = 24;

export function imageBatch(task: i32, scratch: usize): void {
  const depth = <i32>argument(2);
  const size = <i32>argument(3);
  const channels = <i32>argument(4);
  const slices = argument(5);
  const normalisation = argument(8);
  const spaceBytes = argument(10);
  const length = depth * size * size * channels;
  const bytes = <usize>length << 2;
  const pixels = argument(0) + <usize>task * <usize>length;
  const target = argument(1) + <usize>task * bytes;
  // Each thread has a workspace: a copy of the image, the image itself where it goes transposed, and a rotation's table.
  const space = argument(9) + ((scratch - SCRATCH) / SCRATCH_BYTES) * spaceBytes;
  const image = slices ? space + bytes : target;

  readPixels(pixels, image, length);
  let change = argument(7) + <usize>load<u32>(argument(6) + (<usize>task << 2));
  for (; load<f64>(change) != END; change += CHANGE) {
    const kind = load<f64>(change);
    const a = load<f64>(change, 8);
    const b = load<f64>(change, 16);
    if (kind == MIRROR) {
      mirror(image, <i32>a, <i32>b, size);
    } else if (kind == ROTATE) {
      memory.copy(space, image, bytes);
      rotate(image, space, depth, size, channels, a, b, space + 2 * bytes);
    } else if (kind == NOISE) {
      addNoise(image, length, a, <u32>b, scratch);
    }
  }
  if (normalisation) normalise(image, length, channels, normalisation);
  if (slices) slicesLast(image, target, size);
}

function readPixels(from: usize, to: usize, length: i32): void {
  const most = f32x4.splat(255);
  const whole = length & ~3;
  for (let pixel = 0; pixel < whole; pixel += 4) {
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from + <usize>pixel)));
    v128.store(to + (<usize>pixel << 2), f32x4.div(f32x4.convert_i32x4_s(words), most));
  }
  for (let pixel = whole; pixel < length; pixel++) {
    f32.store(to + (<usize>pixel << 2), <f32>load<u8>(from + <usize>pixel) / 255);
  }
}

/** Swaps entries along one axis, which lie `inner` values apart, in each of `outer` blocks. */
function mirror(image: usize, outer: i32, inner: i32, size: i32): void {
  const step = <usize>inner << 2;
  for (let block = 0; block < outer; block++) {
    let low = image + <usize>block * <usize>size * step;
    let high = low + <usize>(size - 1) * step;
    for (; low < high; low += step, high -= step) {
      let offset: usize = 0;
      for (; offset + 16 <= step; offset += 16) {
        const kept = v128.load(low + offset);
        v128.store(low + offset, v128.load(high + offset));
        v128.store(high + offset, kept);
      }
      for (; offset < step; offset += 4) {
        const kept = f32.load(low + offset);
        f32.store(low + offset, f32.load(high + offset));
        f32.store(high + offset, kept);
      }
    }
  }
}

/** (x − mean) / deviation by channel, in doubles; the means come first, then the deviations. */
function normalise(image: usize, length: i32, channels: i32, by: usize): void {
  const end = image + (<usize>length << 2);
  let at = image;
  if (channels == 1) {
    const mean = f64x2.splat(f64.load(by));
    const deviation = f64x2.splat(f64.load(by, 8));
    for (; at + 8 <= end; at += 8) {
      const values = f64x2.promote_low_f32x4(v128.load64_zero(at));
      const result = f32x4.demote_f64x2_zero(f64x2.div(f64x2.sub(values, mean), deviation));
      v128.store64_lane(at, result, 0);
    }
  }
  for (let channel = 0; at < end; at += 4) {
    const offset = by + (<usize>channel << 3);
    f32.store(at, <f32>((<f64>f32.load(at) - f64.load(offset)) / f64.load(offset + (<usize>channels << 3))));
    if (++channel == channels) channel = 0;
  }
}

/** [D, H, W] -> [H, W, D], all of one length. */
function slicesLast(from: usize, to: usize, size: i32): void {
  const plane = size * size;
  const planeBytes = <usize>plane << 2;
  const pixelBytes = <usize>size << 2;
  const whole = plane & ~3;
  for (let place = 0; place < whole; place += 4) {
    let source = from + (<usize>place << 2);
    let target = to + <usize>place * pixelBytes;
    for (let slice = 0; slice < size; slice++) {
      const four = v128.load(source);
      v128.store32_lane(target, four, 0);
      v128.store32_lane(target + pixelBytes, four, 1);
      v128.store32_lane(target + 2 * pixelBytes, four, 2);
      v128.store32_lane(target + 3 * pixelBytes, four, 3);
      source += planeBytes;
      target += 4;
    }
  }
  for (let place = whole; place < plane; place++) {
    for (let slice = 0; slice < size; slice++) {
      f32.store(to + <usize>(place * size + slice) * 4, f32.load(from + <usize>(slice * plane + place) * 4));
    }
  }
}
