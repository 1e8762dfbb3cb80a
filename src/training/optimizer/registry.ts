import type { OptimizerName } from '../../lab/recipe/optimizers.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { createAdam } from './adam.ts';
import type { Optimizer, OptimizerContext } from './optimizer.ts';
import { createPesg } from './pesg.ts';
import { createSgd } from './sgd.ts';

type SettingsByName = { [Name in OptimizerName]: Extract<Recipe['optimizer'], { name: Name }> };

const CREATORS: {
  [Name in OptimizerName]: (context: OptimizerContext, settings: SettingsByName[Name]) => Optimizer;
} = { pesg: createPesg, adam: createAdam, sgd: createSgd };

export function createOptimizer(settings: Recipe['optimizer'], context: OptimizerContext): Optimizer {
  const create = CREATORS[settings.name] as (
    context: OptimizerContext,
    settings: Recipe['optimizer'],
  ) => Optimizer;
  return create(context, settings);
}
