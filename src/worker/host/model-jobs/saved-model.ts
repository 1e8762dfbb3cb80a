import { imageLength } from '../../../lab/dataset.ts';
import { packModel } from '../../../lab/model-export/formats.ts';
import type { TrainedNet } from '../../../lab/model-export/trained-net.ts';
import { takeCheckpoint } from '../../../training/checkpoint.ts';
import { netArrays } from '../../../training/model/net-arrays.ts';
import type { TrainedModel } from '../trained-model.ts';
import type { ModelJob } from './model-job.ts';

/** The net as a file for other programs. */
export const savedModel: ModelJob<'saved-model'> = {
  kept: false,
  async run(model, { format, name, scores, lab }, { step }) {
    return await step(async () => {
      const facts = {
        ...{ name, scores, lab },
        ...{ recipe: model.recipe, dataset: model.official.summary, epoch: model.epoch },
      };
      return packModel(await trainedNet(model), facts, format);
    });
  },
};

async function trainedNet(model: TrainedModel): Promise<TrainedNet> {
  const { net, activation, official, recipe } = model;
  return {
    model: recipe.model,
    shape: net.shape,
    size: official.summary.size,
    arrays: netArrays(net, await takeCheckpoint(net)),
    activation,
    input: await inputScale(model),
  };
}

/** What the first layer sees of a pixel is a scale and an offset of it, by channel: two grey images tell both. */
async function inputScale(model: TrainedModel): Promise<TrainedNet['input']> {
  const length = imageLength(model.official.summary);
  const { channels } = model.net.shape;
  const seen = async (level: number) => {
    const values = await model.read(() => model.input(new Uint8Array(length).fill(level)));
    return Array.from(values.subarray(0, channels));
  };
  const [offset, white] = [await seen(0), await seen(255)];
  return { offset, scale: white.map((value, channel) => value - offset[channel]!) };
}
