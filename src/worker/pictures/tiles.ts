import type { Dataset } from '../../lab/dataset.ts';
import type { BatchPixels } from '../../training/batch/batch-pixels.ts';
import type { PreviewTiles } from '../protocol.ts';

/** Images on the [0, 1] scale, one a batch, as RGBA for a canvas; what lies outside is cut off. */
export function tilesOf(dataset: Dataset, batches: readonly BatchPixels[]): PreviewTiles {
  const { dims, size, channels } = dataset.summary;
  const slices = dims === 3 ? size : 1;
  const tileLength = slices * size * size * 4;
  const pixels = new Uint8ClampedArray(batches.length * tileLength);
  batches.forEach(({ values }, tile) => {
    for (let place = 0; place < values.length / channels; place++) {
      const target = tile * tileLength + place * 4;
      for (let channel = 0; channel < 3; channel++) {
        pixels[target + channel] = values[place * channels + (channels === 3 ? channel : 0)]! * 255;
      }
      pixels[target + 3] = 255;
    }
  });
  return { pixels, size, slices, labels: batches.map(({ labels }) => [...labels]) };
}
