import { recipeHash } from '../recipe/canonical.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { RunRecord } from '../run-record.ts';
import { foldOfRun } from './split-union.ts';

type FoldRun = Pick<RunRecord, 'id' | 'recipe' | 'summary' | 'status' | 'createdAt'> & {
  readonly dataset: Pick<RunRecord['dataset'], 'fingerprint'>;
};

/** Runs of one recipe that together have scored every image out of its fold. */
export interface FoldRuns<Run> {
  /** Tells it from others: of the recipe without its fold. */
  readonly key: string;
  /** That of the folds, without a fold of its own. */
  readonly recipe: Recipe;
  /** By fold. */
  readonly runs: readonly Run[];
}

/** All whole sets of folds on this data, the latest first; of a fold that was trained twice the latest run. */
export function wholeFolds<Run extends FoldRun>(
  runs: readonly Run[],
  fingerprint: string,
): readonly FoldRuns<Run>[] {
  const found = new Map<string, { recipe: Recipe; byFold: Map<number, Run> }>();
  for (const run of runs) {
    const { folds, fold } = run.recipe.protocol;
    if (folds === null || run.status !== 'finished' || run.dataset.fingerprint !== fingerprint) continue;
    // Runs with other seeds are other trainings, with other labels wrong.
    const recipe = { ...run.recipe, protocol: { ...run.recipe.protocol, fold: null } };
    const key = recipeHash(recipe);
    const group = found.get(key) ?? { recipe, byFold: new Map<number, Run>() };
    group.byFold.set(foldOfRun({ folds, fold }, run.recipe.seed), run);
    found.set(key, group);
  }
  return [...found]
    .filter(([, { recipe, byFold }]) => byFold.size === recipe.protocol.folds)
    .map(([key, { recipe, byFold }]) => ({
      ...{ key, recipe },
      runs: [...byFold].sort(([a], [b]) => a - b).map(([, run]) => run),
    }))
    .toSorted((a, b) => latest(b.runs) - latest(a.runs));
}

function latest(runs: readonly FoldRun[]): number {
  return Math.max(...runs.map(({ createdAt }) => createdAt));
}
