import type { Axes } from '../../axes.ts';
import { JOBS } from '../jobs.ts';
import type { SimdBackend } from '../simd-backend.ts';

const FLOAT = 4;
/** Below this many channels a tap is too short a run; then a whole filter row is one run over a padded input. */
export const FEW_CHANNELS = 8;

/** How an input map lies in memory, in bytes. */
export interface MapLayout {
  readonly pixel: number;
  readonly line: number;
  readonly image: number;
  /** Zeros before each line, already part of `line`. */
  readonly front: number;
  /** Whether this differs from the tensor's own layout, so that it must be copied. */
  readonly copied: boolean;
}

/** Rows a multiple of this far apart lie in one way of the first-level cache, as far as its predictor can tell. */
const ALIAS = 4096;
const LINE = 64;

/** Layout of a tensor [n, d, h, w, c] that the tile reads; gaps are put in where its strides would collide. */
export function mapLayout(lengths: readonly number[], channels: number, batch: number): MapLayout {
  const [depth, height, width] = lengths as [number, number, number];
  const tight = channels * FLOAT;
  const pixel = tight % (ALIAS / 2) === 0 && width * height * depth > 1 ? tight + LINE : tight;
  const line = pixel * width;
  const lines = line * height * depth;
  const image = batch > 1 && lines % (ALIAS / 2) === 0 ? lines + LINE : lines;
  return { pixel, line, image, front: 0, copied: image !== tight * width * height * depth };
}

/** Layout for few channels: every line is padded, so that no tap of the last axis is ever outside. */
export function paddedLayout(axes: Axes, channels: number, batch: number): MapLayout {
  const [depth, height, width] = axes;
  const pixel = channels * FLOAT;
  const padded = Math.max(width.pad + width.input, (width.output - 1) * width.stride + width.kernel);
  const line = padded * pixel;
  const lines = line * height.input * depth.input;
  const image = batch > 1 && lines % (ALIAS / 2) === 0 ? lines + LINE : lines;
  return { pixel, line, image, front: width.pad * pixel, copied: true };
}

/** Lends the map in its layout: as it lies, or a copy. */
export function withLayout(
  backend: SimdBackend,
  layout: MapLayout,
  lengths: readonly number[],
  channels: number,
  batch: number,
  source: number,
  use: (address: number) => void,
): void {
  if (!layout.copied) {
    use(source);
    return;
  }
  const [depth, height, width] = lengths as [number, number, number];
  backend.withScratch(batch * layout.image, (copy) => {
    // Copied pixel by pixel where pixels have gaps, else line by line.
    const gaps = layout.pixel !== channels * FLOAT;
    backend.run(JOBS.copyLines, batch, [
      source,
      copy,
      depth * height * (gaps ? width : 1),
      channels * FLOAT * (gaps ? 1 : width),
      layout.front,
      gaps ? layout.pixel : layout.line,
      layout.image,
    ]);
    use(copy);
  });
}

/** The smallest stride from `bytes` on at which six rows do not collide in the first-level cache. */
export function apart(bytes: number): number {
  let stride = bytes;
  const collides = (rows: number) => {
    const distance = (rows * stride) % ALIAS;
    return Math.min(distance, ALIAS - distance) < LINE;
  };
  while ([1, 2, 3, 4, 5].some(collides)) stride += LINE;
  return stride;
}
