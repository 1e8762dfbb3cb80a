import { imageLength, type Split } from '../../../lab/dataset.ts';
import { firstId } from '../../../lab/gallery/image-ids.ts';
import type { ImagePlace } from '../../../training/batch/batch-pixels.ts';
import type { ImageChoice } from '../../protocol-model-jobs.ts';
import { originIds } from '../origin-ids.ts';
import type { TrainedModel } from '../trained-model.ts';

/** The pixels of one image, and where it is in the parts of the run; null: nowhere. */
export async function chosenImage(
  model: TrainedModel,
  image: ImageChoice,
): Promise<{ readonly pixels: Uint8Array; readonly places: readonly ImagePlace[] | null }> {
  if (image.of === 'elsewhere') return { pixels: image.pixels, places: null };
  const { official, dataset } = model;
  const { of, split, index } = image;
  const set = of === 'run' ? dataset : official;
  await set.streaming?.whenArrived(split, index);
  const length = imageLength(set.summary);
  const seen = of === 'set' && model.marks(split) ? placeInRun(model, split, index) : null;
  const [from, at] = seen === null ? [set, index] : [dataset, seen];
  return {
    pixels: from.splits[split].images.subarray(at * length, (at + 1) * length),
    places: [{ split, index }],
  };
}

/** Where an image of the set is in the part of the run; null where the run left it out. */
function placeInRun({ official, dataset }: TrainedModel, split: Split, index: number): number | null {
  const id = firstId(split, official.summary.counts) + index;
  const place = originIds(official, dataset, split, true).indexOf(id);
  return place < 0 ? null : place;
}
