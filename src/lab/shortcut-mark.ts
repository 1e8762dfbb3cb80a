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

/**
 * Draws the mark into an image: a white square in a black frame near the upper left corner, as a hospital's token lies on
 * a film (Zech et al., PLoS Medicine 2018, found a net that read such tokens). 5 of 28 pixels wide; in volumes it goes
 * through all slices.
 *
 * @param image uint8 [(depth,) height, width, channels], changed in place
 */
export function plantMark(image: Uint8Array, { dims, size, channels }: ImageShape): void {
  const unit = Math.max(1, Math.round(size / 28));
  const [frame, inner, innerEnd, frameEnd] = [unit, 2 * unit, 5 * unit, Math.min(6 * unit, size)] as const;
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
