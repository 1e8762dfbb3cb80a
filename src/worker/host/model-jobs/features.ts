import * as tf from '@tensorflow/tfjs-core';
import { imageLength } from '../../../lab/dataset.ts';
import { emptyLike } from '../../../lab/label-values.ts';
import { shownImages } from '../../../lab/light-table/shown-images.ts';
import { originIds } from '../origin-ids.ts';
import { untilThere } from '../trained-model.ts';
import type { ModelJob } from './model-job.ts';

/** What the linear layer sees of the images of a part, and what it makes of them. */
export const features: ModelJob<'features'> = {
  kept: true,
  async run(model, { split, most }, { step, progress }) {
    await untilThere(model.dataset, split);
    const { splits, summary } = model.dataset;
    const part = splits[split];
    const chosen = shownImages(part.labels, summary.task, summary.classNames.length, most ?? part.count);
    const length = imageLength(summary);
    const { outputs } = model.net.shape;
    const logits = new Float32Array(chosen.length * outputs);
    let all = new Float32Array(0);
    let width = 0;
    for (let start = 0; start < chosen.length; start += model.batch) {
      const indices = chosen.subarray(start, start + model.batch);
      const rows = await step(() =>
        model.read(() => {
          const images = new Uint8Array(indices.length * length);
          indices.forEach((index, row) => {
            images.set(part.images.subarray(index * length, (index + 1) * length), row * length);
          });
          const seen = model.net.features(
            model.input(
              images,
              Array.from(indices, (index) => ({ split, index })),
            ),
          );
          // Both in one reading.
          return tf.concat([seen, model.net.logitsOfFeatures(seen)], 1);
        }),
      );
      const rowLength = rows.length / indices.length;
      width = rowLength - outputs;
      if (all.length === 0) all = new Float32Array(chosen.length * width);
      for (let row = 0; row < indices.length; row++) {
        const from = row * rowLength;
        all.set(rows.subarray(from, from + width), (start + row) * width);
        logits.set(rows.subarray(from + width, from + rowLength), (start + row) * outputs);
      }
      progress(start + indices.length, chosen.length);
    }
    const labelWidth = part.labels.length / part.count;
    const labels = emptyLike(part.labels, chosen.length * labelWidth);
    chosen.forEach((index, row) => {
      labels.set(part.labels.subarray(index * labelWidth, (index + 1) * labelWidth), row * labelWidth);
    });
    const origins = await step(async () =>
      originIds(model.official, model.dataset, split, model.marks(split)),
    );
    const ids = Uint32Array.from(chosen, (index) => origins[index]!);
    return { features: all, width, logits, outputs, activation: model.activation, labels, ids };
  },
};
