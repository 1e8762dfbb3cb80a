import type { Dataset } from '../../lab/dataset.ts';
import { imageOf } from '../../lab/thumbnails.ts';
import type { TrainingImages } from '../protocol.ts';

/** Copies of some training images, for who draws beside the training. @param indices in the training part */
export async function trainingImages(dataset: Dataset, indices: readonly number[]): Promise<TrainingImages> {
  const { summary, splits, streaming } = dataset;
  const last = indices.reduce((largest, index) => Math.max(largest, index), 0);
  await streaming?.whenArrived('train', last);
  const images = indices.map((index) => imageOf(splits.train, summary, index));
  const pixels = new Uint8Array(images.reduce((sum, { length }) => sum + length, 0));
  images.forEach((image, place) => {
    pixels.set(image, place * image.length);
  });
  return { summary, labels: splits.train.labels.slice(), indices, pixels };
}
