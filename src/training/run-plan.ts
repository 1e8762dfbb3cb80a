import { batchCount } from '../lab/balance/batch-count.ts';
import type { Dataset } from '../lab/dataset.ts';
import { decayPoints } from '../lab/recipe/decay-points.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { runLength } from '../lab/recipe/run-length.ts';
import { type Batch, epochBatches } from './batch/epoch-batches.ts';

/** One step of a run. */
export interface PlannedStep {
  /** From 0, over the whole run. */
  readonly step: number;
  readonly batch: Batch;
  /** Which pass through the (balanced) training part this is, from 0: each draws its own order and augmentations. */
  readonly pass: number;
  /** Whether the learning rate falls before this step. */
  readonly decays: boolean;
  /** That of the step behind it, in this epoch or the next; null: there is none. */
  readonly next: PlannedBatch | null;
}

export type PlannedBatch = Pick<PlannedStep, 'batch' | 'pass'>;

/**
 * What a run does, step by step, as a function of data and recipe alone.
 *
 * Where the recipe says how many **epochs**, an epoch is one pass through the balanced training part. Where it says how
 * many **steps**, the run makes just so many whatever the balancing and the share of the data: it walks on through as
 * many passes as that takes, and is scored after every so many steps as one pass through the whole training part
 * without balancing would make. So runs that differ in balancing or share differ in nothing else.
 */
export class RunPlan {
  /** Steps between two validations. */
  readonly stepsPerEpoch: number;
  /** Validations; with fixed steps the last may come after fewer. */
  readonly epochs: number;
  readonly steps: number;
  private readonly dataset: Dataset;
  private readonly recipe: Recipe;
  private readonly stepsPerPass: number;
  private readonly decaySteps: ReadonlySet<number>;
  /** Of the latest pass. */
  private batches: { readonly pass: number; readonly all: readonly Batch[] } | null = null;

  /**
   * @param dataset as the run sees it, under the recipe's protocol
   * @param officialCount images of the training part before the protocol
   */
  constructor(dataset: Dataset, officialCount: number, recipe: Recipe) {
    this.dataset = dataset;
    this.recipe = recipe;
    this.stepsPerPass = epochBatches(dataset, recipe, 0).length;
    const byEpochs = recipe.epochs !== null;
    this.stepsPerEpoch = byEpochs ? this.stepsPerPass : batchCount(officialCount, recipe.batch);
    const { epochs, steps } = runLength(recipe, this.stepsPerEpoch);
    this.epochs = epochs;
    this.steps = steps;
    const { decayAt } = recipe.schedule;
    this.decaySteps = byEpochs
      ? new Set(decayPoints(epochs, decayAt).map((epoch) => epoch * this.stepsPerEpoch))
      : new Set(decayPoints(steps, decayAt));
  }

  /** @param epoch from 0 */
  *stepsOf(epoch: number): Generator<PlannedStep> {
    const end = Math.min((epoch + 1) * this.stepsPerEpoch, this.steps);
    let next: PlannedBatch | null = this.batchOf(epoch * this.stepsPerEpoch);
    for (let step = epoch * this.stepsPerEpoch; step < end; step++) {
      const current: PlannedBatch = next!;
      next = step + 1 < this.steps ? this.batchOf(step + 1) : null;
      yield { step, ...current, decays: this.decaySteps.has(step), next };
    }
  }

  private batchOf(step: number): PlannedBatch {
    const pass = Math.floor(step / this.stepsPerPass);
    if (this.batches?.pass !== pass) {
      this.batches = { pass, all: epochBatches(this.dataset, this.recipe, pass) };
    }
    return { pass, batch: this.batches.all[step % this.stepsPerPass]! };
  }
}
