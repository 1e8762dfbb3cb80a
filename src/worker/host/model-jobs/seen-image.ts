import { BatchPixelBuilder } from '../../../training/batch/batch-pixels.ts';
import { tilesOf } from '../../pictures/tiles.ts';
import { chosenImage } from './chosen-image.ts';
import type { ModelJob } from './model-job.ts';

/** Never normalised, as that only moves the grey scale, and with the slices of a volume in order: as previews are. */
export const seenImage: ModelJob<'seen-image'> = {
  kept: false,
  async run(model, { image }, { step }) {
    const { pixels } = await chosenImage(model, image);
    return await step(async () => {
      const builder = new BatchPixelBuilder(model.dataset, {
        ...model.recipe,
        normalise: 'none',
        volume: '3d',
      });
      const batch = { ...builder.given(pixels), labels: new Uint8Array(0), mix: null };
      const { pixels: tile, size, slices } = tilesOf(model.dataset, [batch]);
      return { pixels: tile, size, slices };
    });
  },
};
