import type { BalancingContext, BalancingStrategy, EpochPlan } from '../../lab/balance/balancing.ts';
import { planMajorityUpsampled } from '../../lab/balance/plan.ts';
import { BALANCING } from '../../lab/balance/registry.ts';
import type { Dataset, DatasetSummary } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';
import type { LabelValues } from '../../lab/label-values.ts';
import { createRandom, STREAM } from '../../lab/random.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';

/** One batch of training images, by index in the training part. */
export interface Batch {
  readonly indices: Int32Array;
  /** 1 where the image is an added copy. */
  readonly copies: Uint8Array;
  /** Place of the first image in the epoch. */
  readonly start: number;
}

/** All of a recipe that decides which images an epoch visits, and in which batches. */
export type EpochRecipe = Pick<Recipe, 'seed' | 'batch' | 'balance' | 'edition' | 'protocol' | 'pitfalls'>;

/**
 * The batches of one epoch, decided by labels, seed, epoch and recipe alone: not by how the images came.
 *
 * @param epoch from 0
 */
export function epochBatches(dataset: Dataset, recipe: EpochRecipe, epoch: number): readonly Batch[] {
  const { summary, splits } = dataset;
  const strategy = BALANCING[recipe.balance.name] as BalancingStrategy;
  refuseUnfitBalancing(summary, recipe);
  const context: BalancingContext = {
    classIndices: indicesByClass(summary, splits.train.labels),
    count: splits.train.count,
    batch: recipe.batch,
    random: createRandom(recipe.seed, STREAM.sampling, epoch),
  };
  const plan =
    recipe.pitfalls.upsampleMajority && upsamples(recipe)
      ? planMajorityUpsampled(context)
      : strategy.planEpoch(context, recipe.balance);
  return splitIntoBatches(plan, recipe.batch);
}

/** @throws LabError `bad-recipe` where the balancing needs classes that such a set does not have */
export function refuseUnfitBalancing(
  { task, name }: Pick<DatasetSummary, 'task' | 'name'>,
  { balance }: Pick<Recipe, 'balance'>,
): void {
  const { tasks, label } = BALANCING[balance.name];
  if (tasks.includes(task)) return;
  throw new LabError(
    'bad-recipe',
    `The balancing "${label}" is not defined for ${task} sets such as ${name}.`,
    'Choose another balancing; your runs are kept.',
  );
}

/** Whether the balancing adds copies. */
export function upsamples({ balance }: Pick<Recipe, 'balance'>): boolean {
  return balance.name === 'upsample' || balance.name === 'upsample-augmented';
}

/** Training indices of each class; empty for multi-label sets, whose classes overlap. */
export function indicesByClass(
  { task, classNames }: Pick<DatasetSummary, 'task' | 'classNames'>,
  labels: LabelValues,
): Int32Array[] {
  if (task === 'multi-label') return [];
  const members = classNames.map((): number[] => []);
  labels.forEach((label, index) => {
    members[label]!.push(index);
  });
  return members.map((indices) => Int32Array.from(indices));
}

/** Cuts an epoch into batches; a remainder of one image joins the batch before it, as batch-norm needs two. */
export function splitIntoBatches({ order, copies }: EpochPlan, batch: number): Batch[] {
  const batches: Batch[] = [];
  let start = 0;
  while (start < order.length) {
    const rest = order.length - start;
    const length = rest === batch + 1 ? rest : Math.min(batch, rest);
    batches.push({
      indices: order.subarray(start, start + length),
      copies: copies.subarray(start, start + length),
      start,
    });
    start += length;
  }
  return batches;
}
