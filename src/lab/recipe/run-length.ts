import type { RunRecord, RunSummary } from '../run-record.ts';
import type { Recipe } from './recipe.ts';

/** How long a run is, whichever of the two the recipe says. */
export interface RunLength {
  readonly epochs: number;
  readonly steps: number;
}

/**
 * @param stepsPerEpoch as in RunRecord: the steps between two validations
 * @returns where the recipe fixes the steps, epochs of that many steps, of which the last may be shorter
 */
export function runLength(
  { epochs, steps }: Pick<Recipe, 'epochs' | 'steps'>,
  stepsPerEpoch: number,
): RunLength {
  if (epochs !== null) return { epochs, steps: epochs * stepsPerEpoch };
  return { epochs: Math.ceil(steps! / stepsPerEpoch), steps: steps! };
}

/** Steps that a run had made when it was last scored. */
export function stepsTrained(
  { recipe, stepsPerEpoch }: Pick<RunRecord, 'recipe' | 'stepsPerEpoch'>,
  { epochs }: Pick<RunSummary, 'epochs'>,
): number {
  return Math.min(epochs * stepsPerEpoch, runLength(recipe, stepsPerEpoch).steps);
}

/**
 * Images that a whole run trains on.
 *
 * @param imagesPerEpoch of one pass through the training part, as it is balanced
 */
export function imagesTrained(
  { epochs, steps, batch }: Pick<Recipe, 'epochs' | 'steps' | 'batch'>,
  imagesPerEpoch: number,
): number {
  return epochs !== null ? epochs * imagesPerEpoch : steps! * Math.min(batch, imagesPerEpoch);
}
