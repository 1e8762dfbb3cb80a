import { telltaleStage } from '../../../lab/map-edge.ts';
import { gradCam as gradCamOf } from '../../../training/grad-cam.ts';
import { chosenImage } from './chosen-image.ts';
import type { ModelJob } from './model-job.ts';

/** Where an image speaks for an answer, at a stage of the network. */
export const gradCam: ModelJob<'grad-cam'> = {
  kept: false,
  async run(model, { image, output, direction, stage: asked }, { step }) {
    const { pixels, places } = await chosenImage(model, image);
    const stage = asked ?? telltaleStage(model.net.shape, model.official.summary.size);
    let shape: readonly number[] = [];
    const map = await step(() =>
      model.read(() => {
        const found = gradCamOf(model.net, model.input(pixels, places), { stage, output, direction });
        shape = found.shape;
        return found;
      }),
    );
    return { map, shape, stage };
  },
};
