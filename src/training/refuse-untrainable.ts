import type { Dataset } from '../lab/dataset.ts';
import { formatBytes } from '../lab/format-bytes.ts';
import { LabError } from '../lab/lab-error.ts';
import { leastStepBytes } from '../lab/least-step-bytes.ts';
import { modelShapeOf } from '../lab/models/model-shape-of.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { scoredOutputs } from '../lab/scored-outputs.ts';
import { frozenParts } from '../lab/start/frozen-parts.ts';
import { epochBatches } from './batch/epoch-batches.ts';
import type { RunContext } from './run-context.ts';

/** Before the first batch: without an AUC on val no epoch would be the best. A test part without one is left out. */
export function refuseUnscored({ summary }: Dataset): void {
  if (scoredOutputs(summary, 'val').scored > 0) return;
  const what =
    summary.task === 'multi-label'
      ? 'gives all its images the same value of every label'
      : 'holds one class only';
  throw new LabError(
    'one-class',
    `The val part of ${summary.name} ${what}, so no AUC is defined there and no epoch could be called the best.`,
    'Nothing was trained. Use a set whose val part holds images with and without some class or label.',
  );
}

/** Before anything is allocated: a step that cannot fit need not be begun. */
export function refuseTooLarge(dataset: Dataset, recipe: Recipe, { memoryUse }: RunContext): void {
  const { summary } = dataset;
  const { width, precision } = recipe;
  const batch = Math.max(...epochBatches(dataset, recipe, 0).map(({ indices }) => indices.length));
  const shape = modelShapeOf(summary, recipe);
  const bytesPerActivation = precision === 'half' ? 2 : 4;
  const frozen = recipe.start ? frozenParts(recipe.model, recipe.start.frozen) : 0;
  const least = leastStepBytes({ shape, edge: summary.size, batch, bytesPerActivation, frozen });
  const limit = memoryUse?.().limitBytes ?? Number.POSITIVE_INFINITY;
  if (least <= limit) return;
  throw new LabError(
    'out-of-memory',
    `A step of ${batch} images at width ${width} needs more than ${formatBytes(least)} at once; ${formatBytes(limit)} may be used here.`,
    'Nothing was trained. Lower the batch or the width, and train again.',
  );
}
