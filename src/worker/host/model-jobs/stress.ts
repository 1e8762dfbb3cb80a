import { imageLength, type Split } from '../../../lab/dataset.ts';
import { stressed } from '../../../lab/stress/registry.ts';
import { SEVERITIES } from '../../../lab/stress/stress.ts';
import { heldOutOf, type PartScore, scorePart } from '../../../lab/study/scored-run.ts';
import { type TrainedModel, untilThere } from '../trained-model.ts';
import type { JobSteps, ModelJob } from './model-job.ts';

/** AUC on a part under one stress, by severity; or as the part is. */
export const stress: ModelJob<'stress'> = {
  kept: true,
  async run(model, { split, name }, steps) {
    await untilThere(model.dataset, split);
    const count = model.dataset.splits[split].count;
    const severities = name === null ? ([null] as const) : SEVERITIES;
    const scores: PartScore[] = [];
    for (const [round, severity] of severities.entries()) {
      const change =
        name === null || severity === null
          ? (image: Uint8Array) => image
          : (image: Uint8Array, index: number) =>
              stressed(image, model.dataset.summary, name, severity, index);
      const logits = await logitsOf(model, split, change, steps, (done) =>
        steps.progress(round * count + done, severities.length * count),
      );
      const score = await steps.step(async () => scoreOf(model, split, logits));
      if (score === null) return { scores: null };
      scores.push(score);
    }
    return { scores };
  },
};

async function logitsOf(
  model: TrainedModel,
  split: Split,
  change: (image: Uint8Array, index: number) => Uint8Array,
  { step }: JobSteps,
  done: (images: number) => void,
): Promise<Float32Array> {
  const { images, count } = model.dataset.splits[split];
  const length = imageLength(model.dataset.summary);
  const { outputs } = model.net.shape;
  const logits = new Float32Array(count * outputs);
  for (let start = 0; start < count; start += model.batch) {
    const end = Math.min(start + model.batch, count);
    const rows = await step(() => {
      const batch = new Uint8Array((end - start) * length);
      for (let index = start; index < end; index++) {
        const image = images.subarray(index * length, (index + 1) * length);
        batch.set(change(image, index), (index - start) * length);
      }
      const places = Array.from({ length: end - start }, (_, row) => ({ split, index: start + row }));
      return model.logits(batch, places);
    });
    logits.set(rows, start * outputs);
    done(end);
  }
  return logits;
}

/** Null where no class (label) of the part has an AUC. */
function scoreOf({ dataset, net, activation }: TrainedModel, split: Split, logits: Float32Array) {
  const { labels, union } = dataset.splits[split];
  const predictions = {
    ...{ logits, activation, labels, outputs: net.shape.outputs },
    ...(union ? { union } : {}),
  };
  const heldOut = heldOutOf(dataset.splits.val, dataset.summary.counts);
  return scorePart(predictions, dataset.summary.task, heldOut);
}
