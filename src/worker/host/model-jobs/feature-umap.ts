import { createRandom, STREAM } from '../../../lab/random.ts';
import type { JobSteps, ModelJob } from './model-job.ts';
import { type Points, partPoints } from './part-points.ts';

/** As the paper's default: 15 neighbours. */
const NEIGHBOURS = 15;
/** Multiplications of one step. */
const WORK_PER_STEP = 2e7;
const EPOCHS_PER_STEP = 5;

/**
 * The features of some images on a plane that keeps neighbours together (UMAP, McInnes et al. 2018), by the cosine of their
 * features. The neighbours are searched here, in short steps and exactly.
 */
export const featureUmap: ModelJob<'feature-umap'> = {
  kept: true,
  async run({ recipe }, { parts, most }, steps) {
    const { UMAP } = await import('umap-js');
    const { features, width, ...points } = await partPoints(steps, parts, most);
    const count = points.ids.length;
    const neighbours = Math.min(NEIGHBOURS, count - 1);
    const { indices, distances } = await nearestOf({ features, width }, neighbours, steps);
    const random = createRandom(recipe.seed, STREAM.sampling, count);
    const umap = new UMAP({ nNeighbors: neighbours, random: () => random.uniform() });
    umap.setPrecomputedKNN(indices, distances);
    // It looks at the neighbours alone.
    const rows = Array.from({ length: count }, (_, row) => [row]);
    const epochs = await steps.step(async () => umap.initializeFit(rows));
    for (let done = 0; done < epochs; done += EPOCHS_PER_STEP) {
      await steps.step(async () => {
        for (let turn = done; turn < Math.min(epochs, done + EPOCHS_PER_STEP); turn++) umap.step();
      });
      steps.progress(Math.min(epochs, done + EPOCHS_PER_STEP), epochs);
    }
    const places = umap.getEmbedding();
    return {
      ...points,
      x: Float32Array.from(places, ([across]) => across!),
      y: Float32Array.from(places, ([, up]) => up!),
      shares: null,
      axes: null,
    };
  },
};

/** The nearest others of each row by 1 − cosine, itself first, as UMAP takes them. */
async function nearestOf(
  { features, width }: Pick<Points, 'features' | 'width'>,
  most: number,
  { step }: JobSteps,
): Promise<{ indices: number[][]; distances: number[][] }> {
  const count = features.length / width;
  const unit = new Float32Array(features.length);
  for (let row = 0; row < count; row++) {
    let square = 0;
    for (let at = row * width; at < (row + 1) * width; at++) square += features[at]! ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let at = row * width; at < (row + 1) * width; at++) unit[at] = features[at]! * scale;
  }
  const indices: number[][] = [];
  const distances: number[][] = [];
  const rows = Math.max(1, Math.floor(WORK_PER_STEP / (count * width)));
  for (let start = 0; start < count; start += rows) {
    await step(async () => {
      for (let row = start; row < Math.min(count, start + rows); row++) {
        const apart = Float64Array.from({ length: count }, (_, other) => {
          let cosine = 0;
          for (let at = 0; at < width; at++) cosine += unit[row * width + at]! * unit[other * width + at]!;
          return Math.max(0, 1 - cosine);
        });
        // Itself first, also where it has a twin.
        apart[row] = -1;
        const nearest = Array.from(apart.keys())
          .sort((a, b) => apart[a]! - apart[b]! || a - b)
          .slice(0, most);
        indices.push(nearest);
        distances.push(nearest.map((other) => Math.max(0, apart[other]!)));
      }
    });
  }
  return { indices, distances };
}
