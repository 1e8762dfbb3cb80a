import type { ModelName } from '../models/names.ts';
import { MODELS } from '../models/registry.ts';
import { recipeHash } from '../recipe/canonical.ts';
import { recipeName } from '../recipe/name.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { RunRecord } from '../run-record.ts';
import { MOST_NAME, parseStudy, type Study } from './study.ts';

/** The small networks that keep the large one honest. */
export const BASELINES = ['small-cnn', 'linear'] as const satisfies readonly ModelName[];
export type BaselineName = (typeof BASELINES)[number];

type Trained = Pick<RunRecord, 'id' | 'recipe' | 'summary' | 'status' | 'createdAt'> & {
  readonly dataset: Pick<RunRecord['dataset'], 'fingerprint'>;
};

/** Trains the small networks with all else as the recipe has it. */
export function baselineStudy(recipe: Recipe): Study {
  const { seed, ...base } = recipe;
  return parseStudy({
    name: `Is the large net worth it? ${recipeName(recipe)}`.slice(0, MOST_NAME),
    question: 'Is the large net worth it here?',
    // Weights to start from are those of one network.
    base: { ...base, start: null },
    factors: [{ field: 'model', name: 'network', values: [...BASELINES] }],
    seeds: [seed],
    baseline: { network: MODELS.linear.shortName },
  });
}

/** Of each small network the latest finished run on the same data with all else as this run has it. */
export function baselinesOf<Run extends Trained>(
  run: Trained,
  runs: readonly Run[],
): ReadonlyMap<BaselineName, Run> {
  const found = new Map<BaselineName, Run>();
  if (run.recipe.model !== 'resnet-18') return found;
  const wanted = recipeHash({ ...run.recipe, start: null });
  for (const name of BASELINES) {
    const latest = runs
      .filter(
        ({ recipe, dataset, status }) =>
          recipe.model === name &&
          status === 'finished' &&
          dataset.fingerprint === run.dataset.fingerprint &&
          recipeHash({ ...recipe, model: 'resnet-18' }) === wanted,
      )
      .toSorted((a, b) => b.createdAt - a.createdAt)[0];
    if (latest) found.set(name, latest);
  }
  return found;
}
