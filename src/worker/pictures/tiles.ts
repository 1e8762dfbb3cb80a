import type { PixelRange } from '../../lab/augment/augmentation.ts';
import type { Dataset } from '../../lab/dataset.ts';
import type { BatchPixels } from '../../training/batch/batch-pixels.ts';
import type { PreviewTiles } from '../protocol.ts';

/**
 * Images on the [0, 1] scale, one a batch, as RGBA for a canvas; what lies outside is cut off.
 *
 * @param slice of volumes this one alone; null: all
 */
export function tilesOf(
  dataset: Dataset,
  batches: readonly BatchPixels[],
  slice: number | null = null,
): PreviewTiles {
  const { dims, size, channels } = dataset.summary;
  const slices = dims === 3 && slice === null ? size : 1;
  const places = slices * size * size;
  const start = dims === 3 && slice !== null ? slice * places * channels : 0;
  const pixels = new Uint8ClampedArray(4 * batches.length * places).fill(255);
  const [green, blue] = channels === 3 ? [1, 2] : [0, 0];
  let target = 0;
  for (const { values } of batches) {
    for (let place = 0, from = start; place < places; place++, from += channels, target += 4) {
      pixels[target] = values[from]! * 255;
      pixels[target + 1] = values[from + green]! * 255;
      pixels[target + 2] = values[from + blue]! * 255;
    }
  }
  return { pixels, size, slices, labels: batches.map(({ labels }) => [...labels]) };
}

/** Where the pixels of one slice lie in a volume. */
export function rangeOfSlice({ summary: { size, channels } }: Dataset, slice: number): PixelRange {
  const length = size * size * channels;
  return { start: slice * length, end: (slice + 1) * length };
}
