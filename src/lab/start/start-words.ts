import type { DatasetSummary } from '../dataset.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { fitTargetOf, fitWords, whyUnfit } from './fit.ts';
import { FROZEN_WORDS } from './start.ts';
import type { WeightsFacts } from './weights.ts';

/** Which weights a recipe starts from, and what is done to them for a set, in sentences. */
export function startWords(
  facts: WeightsFacts,
  { start, ...recipe }: Recipe,
  dataset: DatasetSummary,
): readonly string[] {
  if (!start) return [];
  const target = fitTargetOf(dataset, recipe);
  const { label } = FROZEN_WORDS[start.frozen];
  return [
    `Starts from ${start.name} (weights ${start.weights.slice(0, 8)}). Stays as it is: ${label.slice(0, 1).toLowerCase()}${label.slice(1)}.`,
    // Where they do not fit, the run says so.
    ...(whyUnfit(facts, target) === null ? fitWords(facts, target) : []),
  ];
}
