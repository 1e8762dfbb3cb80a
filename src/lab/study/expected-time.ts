import type { BalancingStrategy } from '../balance/balancing.ts';
import { BALANCING } from '../balance/registry.ts';
import { findCatalogueEntry } from '../catalogue/catalogue.ts';
import type { DatasetSummary } from '../dataset.ts';
import { createRandom } from '../random.ts';
import { type DatasetReference, datasetKey } from '../recipe/dataset-reference.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { imagesTrained, stepsTrained } from '../recipe/run-length.ts';
import { costKey } from '../run-cost.ts';
import type { BackendName, RunRecord } from '../run-record.ts';

/** What a measured run tells of the speed of this device. */
export type MeasuredRun = Pick<RunRecord, 'recipe' | 'dataset' | 'backend' | 'summary' | 'stepsPerEpoch'>;

/** How long a study will take; `unmeasured` runs are of a kind that nothing is known of yet. */
export interface ExpectedTime {
  readonly seconds: number;
  readonly unmeasured: number;
  /** Runs whose time is told by the bench, as none of their kind was trained here. */
  readonly byBench: number;
}

/** What of a set decides how long a run on it takes. */
type SetSize = Pick<DatasetSummary, 'dims' | 'size' | 'channels' | 'counts'>;

/** Scoring an image on val takes about a third of training on it: one pass forward of the three products of a layer. */
const SCORING_SHARE = 1 / 3;

/**
 * Seconds for a list of recipes, by the latest measured run of the same cost per image; evaluation, which grows with
 * the set as training does, is in the measured time.
 *
 * @param datasets loaded sets by key: without its counts a recipe's epochs have no length
 * @param bench seconds for training on one image, of a kind of run that was not trained here; null where it is not known
 */
export function expectedTime(
  recipes: readonly Recipe[],
  measured: readonly MeasuredRun[],
  datasets: ReadonlyMap<string, DatasetSummary>,
  backend: BackendName,
  bench: (recipe: Recipe, size: SetSize) => number | null = () => null,
): ExpectedTime {
  const secondsPerImage = new Map<string, number>();
  for (const { recipe, dataset, backend: on, summary, stepsPerEpoch } of measured) {
    if (!summary || summary.epochs === 0 || summary.seconds === 0) continue;
    const images = stepsTrained({ recipe, stepsPerEpoch }, summary) * recipe.batch;
    secondsPerImage.set(costKey(recipe, dataset, on), summary.seconds / images);
  }
  let [seconds, unmeasured, byBench] = [0, 0, 0];
  for (const recipe of recipes) {
    const dataset = datasets.get(datasetKey(recipe.dataset));
    const cost = dataset && secondsPerImage.get(costKey(recipe, dataset, backend));
    if (dataset && cost !== undefined) {
      seconds += cost * imagesTrained(recipe, imagesPerEpoch(recipe, dataset));
      continue;
    }
    const size = dataset ?? officialSize(recipe.dataset);
    const price = size && bench(recipe, size);
    if (!size || price === null) {
      unmeasured += 1;
      continue;
    }
    const perEpoch = dataset
      ? imagesPerEpoch(recipe, dataset)
      : Math.round(recipe.protocol.trainFraction * size.counts.train);
    const images = imagesTrained(recipe, perEpoch);
    seconds += price * (images + (SCORING_SHARE * size.counts.val * images) / perEpoch);
    byBench += 1;
  }
  return { seconds, unmeasured, byBench };
}

/** Of an official set that is not here: what the catalogue says. */
function officialSize(reference: DatasetReference): SetSize | null {
  const entry = reference.kind === 'catalogue' ? findCatalogueEntry(reference.id) : undefined;
  if (!entry || reference.kind !== 'catalogue') return null;
  return { dims: entry.dims, size: reference.size, channels: entry.channels, counts: entry.samples };
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
