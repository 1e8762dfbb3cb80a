import { imageLength } from '../../../lab/dataset.ts';
import type { ImagePlace } from '../../../training/batch/batch-pixels.ts';
import type { ImageChoice } from '../../protocol-model-jobs.ts';
import type { TrainedModel } from '../trained-model.ts';

/** The pixels of one image, and where it is in the parts of the run; null: nowhere. */
export async function chosenImage(
  { official, dataset }: TrainedModel,
  image: ImageChoice,
): Promise<{ readonly pixels: Uint8Array; readonly places: readonly ImagePlace[] | null }> {
  if (image.of === 'elsewhere') return { pixels: image.pixels, places: null };
  const { of, split, index } = image;
  const set = of === 'run' ? dataset : official;
  await set.streaming?.whenArrived(split, index);
  const length = imageLength(set.summary);
  return {
    pixels: set.splits[split].images.subarray(index * length, (index + 1) * length),
    places: [{ split, index }],
  };
}
