import type { DatasetSummary } from './dataset.ts';

/** What of a set decides the shape of an image. */
type ImageShape = Pick<DatasetSummary, 'dims' | 'size' | 'channels'>;

/**
 * The class whose training images get the mark of a planted shortcut: of two classes the second, which is the one to be
 * found; of several classes or labels the rarest.
 */
export function markedClass({ task, classCounts }: Pick<DatasetSummary, 'task' | 'classCounts'>): number {
  if (task === 'binary') return 1;
  const there = classCounts.train.filter((count) => count > 0);
  return classCounts.train.indexOf(Math.min(...there));
}

/** Where the mark lies on either axis: its black frame, and the white square within; the ends do not belong to them. */
function markPlace(size: number) {
  const unit = Math.max(1, Math.round(size / 28));
  return { frame: unit, inner: 2 * unit, innerEnd: 5 * unit, frameEnd: Math.min(6 * unit, size) };
}

/**
 * Draws the mark into an image: a white square in a black frame near the upper left corner, as a hospital's token lies on
 * a film (Zech et al., PLoS Medicine 2018, found a net that read such tokens). 5 of 28 pixels wide; in volumes it goes
 * through all slices.
 *
 * @param image uint8 [(depth,) height, width, channels], changed in place
 */
export function plantMark(image: Uint8Array, { dims, size, channels }: ImageShape): void {
  const { frame, inner, innerEnd, frameEnd } = markPlace(size);
  const isInside = (at: number) => at >= inner && at < innerEnd;
  for (let slice = 0; slice < (dims === 3 ? size : 1); slice++) {
    for (let y = frame; y < frameEnd; y++) {
      for (let x = frame; x < frameEnd; x++) {
        const start = ((slice * size + y) * size + x) * channels;
        image.fill(isInside(x) && isInside(y) ? 255 : 0, start, start + channels);
      }
    }
  }
}

/**
 * Whether an image bears the mark.
 *
 * @param image its first slice at least, RGBA [size, size, 4]
 */
export function hasMark(image: ArrayLike<number>, { size }: Pick<ImageShape, 'size'>): boolean {
  const marked = new Uint8Array(4 * size * size);
  plantMark(marked, { dims: 2, size, channels: 4 });
  const { frame, frameEnd } = markPlace(size);
  for (let y = frame; y < frameEnd; y++) {
    for (let x = frame; x < frameEnd; x++) {
      const at = (y * size + x) * 4;
      if (image[at] !== marked[at]) return false;
    }
  }
  return true;
}

/** The mark's share of a plane of an image. */
export function markShare({ size }: Pick<ImageShape, 'size'>): number {
  const { frame, frameEnd } = markPlace(size);
  return (frameEnd - frame) ** 2 / size ** 2;
}

/**
 * The share of all heat that lies on the mark; 0 where there is none.
 *
 * @param heat [slices, size, size], not negative
 */
export function heatOnMark(heat: Float32Array, { size }: Pick<ImageShape, 'size'>): number {
  const { frame, frameEnd } = markPlace(size);
  const isOn = (at: number) => at >= frame && at < frameEnd;
  let all = 0;
  let on = 0;
  heat.forEach((value, at) => {
    all += value;
    if (isOn(at % size) && isOn(Math.floor(at / size) % size)) on += value;
  });
  return all > 0 ? on / all : 0;
}
