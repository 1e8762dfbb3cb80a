import type { BalancingStrategy } from '../balance/balancing.ts';
import { BALANCING } from '../balance/registry.ts';
import type { DatasetSummary } from '../dataset.ts';
import { createRandom } from '../random.ts';
import { datasetKey } from '../recipe/dataset-reference.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { imagesTrained, stepsTrained } from '../recipe/run-length.ts';
import { costKey } from '../run-cost.ts';
import type { BackendName, RunRecord } from '../run-record.ts';

/** What a measured run tells of the speed of this device. */
export type MeasuredRun = Pick<RunRecord, 'recipe' | 'dataset' | 'backend' | 'summary' | 'stepsPerEpoch'>;

/** How long a study will take; `unmeasured` runs are of a kind that has not been trained here yet. */
export interface ExpectedTime {
  readonly seconds: number;
  readonly unmeasured: number;
}

/**
 * Seconds for a list of recipes, by the latest measured run of the same cost per image; evaluation, which grows with
 * the set as training does, is in the measured time.
 *
 * @param datasets loaded sets by key: without its counts a recipe's epochs have no length
 */
export function expectedTime(
  recipes: readonly Recipe[],
  measured: readonly MeasuredRun[],
  datasets: ReadonlyMap<string, DatasetSummary>,
  backend: BackendName,
): ExpectedTime {
  const secondsPerImage = new Map<string, number>();
  for (const { recipe, dataset, backend: on, summary, stepsPerEpoch } of measured) {
    if (!summary || summary.epochs === 0 || summary.seconds === 0) continue;
    const images = stepsTrained({ recipe, stepsPerEpoch }, summary) * recipe.batch;
    secondsPerImage.set(costKey(recipe, dataset, on), summary.seconds / images);
  }
  let [seconds, unmeasured] = [0, 0];
  for (const recipe of recipes) {
    const dataset = datasets.get(datasetKey(recipe.dataset));
    const cost = dataset && secondsPerImage.get(costKey(recipe, dataset, backend));
    if (cost === undefined) unmeasured += 1;
    else seconds += cost * imagesTrained(recipe, imagesPerEpoch(recipe, dataset!));
  }
  return { seconds, unmeasured };
}

/** Images that one epoch trains on, by the balancing's own plan over the classes' sizes. */
function imagesPerEpoch(recipe: Recipe, { task, counts, classCounts }: DatasetSummary): number {
  const share = recipe.protocol.trainFraction;
  const count = Math.round(share * counts.train);
  const strategy = BALANCING[recipe.balance.name] as BalancingStrategy;
  if (task === 'multi-label' || !strategy.tasks.includes(task)) return count;
  let next = 0;
  const classIndices = classCounts.train.map((size) =>
    Int32Array.from({ length: Math.round(share * size) }, () => next++),
  );
  const context = { classIndices, count: next, batch: recipe.batch, random: createRandom(0) };
  return strategy.planEpoch(context, recipe.balance).order.length;
}
