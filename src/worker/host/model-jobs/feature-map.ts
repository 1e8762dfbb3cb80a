import { Covariance, PrincipalAxes } from '../../../lab/features/principal-axes.ts';
import type { FeatureAxes } from '../../protocol-model-jobs.ts';
import type { JobSteps, ModelJob } from './model-job.ts';
import { type Points, partPoints } from './part-points.ts';

/** Multiplications of one step. */
const WORK_PER_STEP = 2e7;

/** The features of some images on the two axes along which they differ most (PCA). */
export const featureMap: ModelJob<'feature-map'> = {
  kept: false,
  async run(_, { parts, most, axes: given }, steps) {
    const { features, width, ...points } = await partPoints(steps, parts, most);
    const found = given ? { axes: given, shares: null } : await axesOf({ features, width }, steps);
    const { mean, first, second } = found.axes;
    const count = points.ids.length;
    const x = new Float32Array(count);
    const y = new Float32Array(count);
    for (let row = 0; row < count; row++) {
      let [across, up] = [0, 0];
      for (let at = 0; at < width; at++) {
        const value = features[row * width + at]! - mean[at]!;
        across += value * first[at]!;
        up += value * second[at]!;
      }
      x[row] = across;
      y[row] = up;
    }
    return { ...points, x, y, ...found };
  },
};

async function axesOf(
  { features, width }: Pick<Points, 'features' | 'width'>,
  { step }: JobSteps,
): Promise<{ axes: FeatureAxes; shares: [number, number] }> {
  const sums = new Covariance(features.subarray(0, width));
  const rows = width * Math.max(1, Math.floor(WORK_PER_STEP / (width * width)));
  for (let start = 0; start < features.length; start += rows) {
    await step(async () => sums.add(features.subarray(start, start + rows)));
  }
  const axes = new PrincipalAxes(sums.matrix, width);
  const turns = Math.max(1, Math.floor(WORK_PER_STEP / (8 * width * width)));
  for (let stands = false; !stands; ) {
    await step(async () => {
      for (let turn = 0; turn < turns && !stands; turn++) stands = axes.turn();
    });
  }
  const { first, second, shares } = axes.axes;
  return { axes: { mean: sums.mean, first, second }, shares };
}
