import type { BalancingStrategy } from '../balance/balancing.ts';
import { BALANCING } from '../balance/registry.ts';
import type { StepPrice } from '../bench/step-speed.ts';
import { findCatalogueEntry } from '../catalogue/catalogue.ts';
import type { DatasetSummary } from '../dataset.ts';
import { phantomSize } from '../phantom-settings.ts';
import { createRandom } from '../random.ts';
import { type DatasetReference, datasetKey } from '../recipe/dataset-reference.ts';
import type { Recipe } from '../recipe/recipe.ts';
import {
  benchCost,
  costKey,
  type MeasuredRun,
  measuredCosts,
  type RunCost,
  runSeconds,
  similarCost,
  workOf,
} from '../run-cost.ts';
import type { BackendName } from '../run-record.ts';

/** How long a study will take; `unmeasured` runs are of a kind that nothing is known of yet. */
export interface ExpectedTime {
  readonly seconds: number;
  readonly unmeasured: number;
  /** Runs whose time is told by the bench, as none of their kind was trained here. */
  readonly byBench: number;
  /** Runs whose time is carried over from runs of another kind, as neither was known. */
  readonly bySimilar: number;
}

/** What of a set decides how long a run on it takes. */
type SetSize = Pick<DatasetSummary, 'dims' | 'size' | 'channels' | 'counts'>;

/**
 * Seconds for a list of recipes, from the press of Train to the last record that is stored, by the latest measured runs
 * of the same cost, else by the bench, else by runs of the most similar cost.
 *
 * @param datasets loaded sets by key; of others only the size is known, and not how balancing changes their epochs
 * @param bench what a step costs, of a kind of run that was not trained here; null where it is not known
 */
export function expectedTime(
  recipes: readonly Recipe[],
  measured: readonly MeasuredRun[],
  datasets: ReadonlyMap<string, DatasetSummary>,
  backend: BackendName,
  bench: (recipe: Recipe, size: SetSize) => StepPrice | null = () => null,
): ExpectedTime {
  const costs = measuredCosts(measured);
  let [seconds, unmeasured, byBench, bySimilar] = [0, 0, 0, 0];
  /** By kind: many recipes of a study are of one. */
  const similar = new Map<string, RunCost | null>();
  const carriedOver = (recipe: Recipe, size: SetSize) => {
    const key = costKey(recipe, size, backend);
    const cost = similar.has(key) ? similar.get(key)! : similarCost(recipe, size, backend, measured, costs);
    similar.set(key, cost);
    return cost;
  };
  for (const recipe of recipes) {
    const dataset = datasets.get(datasetKey(recipe.dataset));
    const size = dataset ?? sizeBefore(recipe.dataset);
    // A set that is not loaded may cost the same for each image as one that was trained on.
    const own = size && costs.get(costKey(recipe, size, backend));
    const price = size && !own ? bench(recipe, size) : null;
    const cost = own ?? (price ? benchCost(price) : size && carriedOver(recipe, size));
    if (!size || !cost) {
      unmeasured += 1;
      continue;
    }
    const perEpoch = dataset
      ? imagesPerEpoch(recipe, dataset)
      : Math.round(recipe.protocol.trainFraction * size.counts.train);
    seconds += runSeconds(cost, workOf(recipe, size.counts, perEpoch));
    if (price) byBench += 1;
    else if (!own) bySimilar += 1;
  }
  return { seconds, unmeasured, byBench, bySimilar };
}

/** Of a set that is not loaded: what the catalogue says of an official one, and the settings of a phantom. */
function sizeBefore(reference: DatasetReference): SetSize | null {
  if (reference.kind === 'phantom') return phantomSize(reference);
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
