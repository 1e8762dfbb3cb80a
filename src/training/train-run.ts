import { type Dataset, SPLITS } from '../lab/dataset.ts';
import { factsOfSummary } from '../lab/recipe/data-facts.ts';
import { refuseNoEffect } from '../lab/recipe/no-effect.ts';
import { takesValApart } from '../lab/recipe/protocol.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { applyProtocol, changesData } from './protocol/apply-protocol.ts';
import { refuseTooLarge, refuseUnscored } from './refuse-untrainable.ts';
import { Run } from './run.ts';
import type { RunContext } from './run-context.ts';
import { RunPlan } from './run-plan.ts';
import type { RunState } from './run-state.ts';
import { untilArrived } from './until-arrived.ts';

/**
 * One whole run: trains, evaluates val after each epoch, keeps the best epoch of the main stage by val AUC and what the
 * cross-fitted score needs, and scores the test part once, with the best epoch's weights, at the very end. A stopped run sums up what it has and leaves the test part closed.
 *
 * @param from where the run goes on, of the same recipe, data and backend; null: it begins
 * @throws LabError; what was emitted before stands
 */
export async function trainRun(
  dataset: Dataset,
  recipe: Recipe,
  context: RunContext,
  from: RunState | null = null,
): Promise<void> {
  refuseNoEffect(recipe, factsOfSummary(dataset.summary));
  if (changesData(recipe)) {
    // Where val is another part, it is made of both.
    const parts = takesValApart(recipe) ? SPLITS : (['train'] as const);
    if ((await untilArrived(dataset, parts, context.control)) === 'stopped') {
      context.emit({ kind: 'stopped' });
      return;
    }
  }
  const prepared = applyProtocol(dataset, recipe);
  refuseUnscored(prepared.dataset);
  refuseTooLarge(prepared.dataset, prepared.recipe, context);
  const plan = new RunPlan(prepared.dataset, dataset.splits.train.count, prepared.recipe);
  const run = new Run(prepared.dataset, prepared.recipe, plan, context, from);
  try {
    await run.train();
  } catch (error) {
    await run.tellRest();
    throw error;
  } finally {
    run.dispose();
  }
}
