import * as tf from '@tensorflow/tfjs-core';
import { imageLength } from '../../../lab/dataset.ts';
import { untilThere } from '../trained-model.ts';
import type { ModelJob } from './model-job.ts';

/** What the linear layer sees of each image of a part, and what it makes of it. */
export const features: ModelJob<'features'> = {
  kept: true,
  async run(model, { split }, { step, progress }) {
    await untilThere(model.dataset, split);
    const { splits, summary } = model.dataset;
    const { images, labels, count } = splits[split];
    const length = imageLength(summary);
    const { outputs } = model.net.shape;
    const logits = new Float32Array(count * outputs);
    let all = new Float32Array(0);
    let width = 0;
    for (let start = 0; start < count; start += model.batch) {
      const end = Math.min(start + model.batch, count);
      const rows = await step(() =>
        model.read(() => {
          const places = Array.from({ length: end - start }, (_, row) => ({ split, index: start + row }));
          const input = model.input(images.subarray(start * length, end * length), places);
          const seen = model.net.features(input);
          // Both in one reading.
          return tf.concat([seen, model.net.logitsOfFeatures(seen)], 1);
        }),
      );
      const rowLength = rows.length / (end - start);
      width = rowLength - outputs;
      if (all.length === 0) all = new Float32Array(count * width);
      for (let row = 0; row < end - start; row++) {
        const from = row * rowLength;
        all.set(rows.subarray(from, from + width), (start + row) * width);
        logits.set(rows.subarray(from + width, from + rowLength), (start + row) * outputs);
      }
      progress(end, count);
    }
    return { features: all, width, logits, outputs, activation: model.activation, labels: labels.slice() };
  },
};
