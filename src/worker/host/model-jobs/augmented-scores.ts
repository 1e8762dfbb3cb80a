import * as tf from '@tensorflow/tfjs-core';
import { AUGMENTATIONS, type AugmentationName } from '../../../lab/augment/registry.ts';
import type { AugmentedScores } from '../../protocol-model-jobs.ts';
import { untilThere } from '../trained-model.ts';
import { chosenImage } from './chosen-image.ts';
import type { ModelJob } from './model-job.ts';

const NAMES = Object.keys(AUGMENTATIONS) as AugmentationName[];

/** The scores of an image under each augmentation, draw by draw; one that comes now and then comes every time. */
export const augmentedScores: ModelJob<'augmented-scores'> = {
  kept: false,
  async run(model, { image, draws }, { step, progress }) {
    const { pixels } = await chosenImage(model, image);
    // What is mixed in may be any training image.
    await untilThere(model.dataset, 'train');
    const { outputs } = model.net.shape;
    const told: AugmentedScores[] = [];
    for (const name of NAMES) {
      const own: Record<string, unknown> | undefined = model.recipe.augment[name];
      const asked: Record<string, unknown> = own ?? AUGMENTATIONS[name].settings.parse({});
      const settings = 'probability' in asked ? { ...asked, probability: 1 } : asked;
      const logits = new Float32Array(draws * outputs);
      for (let start = 0; start < draws; start += model.batch) {
        const end = Math.min(start + model.batch, draws);
        const rows = await step(() =>
          model.read(() => {
            const drawn = Array.from({ length: end - start }, (_, row) => {
              const { values, shape } = model.pixels.augmentedGiven(pixels, name, settings, start + row);
              return tf.tensor(values, shape);
            });
            return model.net.forward(tf.concat(drawn, 0), false);
          }),
        );
        logits.set(rows, start * outputs);
      }
      told.push({ name, trainedWith: own !== undefined, logits });
      progress(told.length, NAMES.length);
    }
    return told;
  },
};
