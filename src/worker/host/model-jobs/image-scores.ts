import { chosenImage } from './chosen-image.ts';
import type { ModelJob } from './model-job.ts';

export const imageScores: ModelJob<'image-scores'> = {
  kept: false,
  async run(model, { image }, { step }) {
    const { pixels, places } = await chosenImage(model, image);
    return {
      logits: await step(() => model.logits(pixels, places)),
      activation: model.activation,
    };
  },
};
