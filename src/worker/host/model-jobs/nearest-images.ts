import { cosine } from '../../../lab/features/cosine.ts';
import { chosenImage } from './chosen-image.ts';
import type { ModelJob } from './model-job.ts';

/** Rows of features that are compared in one step. */
const ROWS = 4096;

/** The training images of the run whose features have the largest cosine with those of the image, the nearest first. */
export const nearestImages: ModelJob<'nearest-images'> = {
  kept: false,
  async run(model, { image, count }, { step, ask }) {
    const { pixels, places } = await chosenImage(model, image);
    const own = await step(() => model.read(() => model.net.features(model.input(pixels, places))));
    const { features, width, ids, labels } = await ask('features', { split: 'train', most: null });
    const labelWidth = labels.length / ids.length;
    const likeness = new Float64Array(ids.length);
    for (let start = 0; start < ids.length; start += ROWS) {
      await step(async () => {
        const end = Math.min(start + ROWS, ids.length);
        for (let row = start; row < end; row++) {
          likeness[row] = cosine(own, features.subarray(row * width, (row + 1) * width));
        }
      });
    }
    // The image itself is no neighbour of its own.
    const self = image.of === 'set' && image.split === 'train' ? image.index : -1;
    return Array.from(likeness.keys())
      .filter((row) => ids[row] !== self)
      .sort((a, b) => likeness[b]! - likeness[a]! || a - b)
      .slice(0, count)
      .map((row) => ({
        id: ids[row]!,
        likeness: likeness[row]!,
        labels: [...labels.subarray(row * labelWidth, (row + 1) * labelWidth)],
      }));
  },
};
