import type { BalancingStrategy } from '../lab/balance/balancing.ts';
import { BALANCING } from '../lab/balance/registry.ts';
import type { Dataset } from '../lab/dataset.ts';
import { createRandom, STREAM } from '../lab/random.ts';
import { OPTIMIZERS } from '../lab/recipe/optimizers.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { Learner } from './learner.ts';
import type { Loss } from './loss/loss.ts';
import { createLoss } from './loss/registry.ts';
import type { Optimizer } from './optimizer/optimizer.ts';
import { createOptimizer } from './optimizer/registry.ts';
import { trainableOf } from './training-step.ts';

/** A loss with the optimizer that descends it: one for the warm-up, one for the rest. */
export interface Stage {
  readonly phase: 'warm-up' | 'main';
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  dispose(): void;
}

export function createStage(phase: Stage['phase'], model: Learner, dataset: Dataset, recipe: Recipe): Stage {
  const { task, classCounts } = dataset.summary;
  const balancing = BALANCING[recipe.balance.name] as BalancingStrategy;
  const context = {
    task,
    outputs: model.shape.outputs,
    classWeights: balancing.classWeights?.(classCounts.train) ?? null,
    frozen: recipe.pitfalls.frozenDual,
  };
  const loss = createLoss(phase === 'main' ? recipe.loss : { name: 'cross-entropy' }, context);
  const optimizer = createOptimizer(phase === 'main' ? recipe.optimizer : warmUpOptimizer(recipe), {
    parameters: trainableOf(model, loss),
    random: createRandom(recipe.seed, STREAM.reference),
  });
  return {
    phase,
    loss,
    optimizer,
    dispose() {
      loss.dispose();
      optimizer.dispose();
    },
  };
}

function warmUpOptimizer({ schedule }: Recipe): Recipe['optimizer'] {
  const settings = OPTIMIZERS.adam.settings.parse({ learningRate: schedule.warmUpLearningRate });
  return { name: 'adam', ...settings };
}
