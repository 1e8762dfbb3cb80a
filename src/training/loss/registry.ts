import type { LossName } from '../../lab/recipe/losses.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { createAucMargin } from './aucm.ts';
import { createBce } from './bce.ts';
import { createCrossEntropy } from './cross-entropy.ts';
import type { Loss, LossContext } from './loss.ts';

type LossSettingsByName = { [Name in LossName]: Extract<Recipe['loss'], { name: Name }> };

const CREATORS: {
  [Name in LossName]: (context: LossContext, settings: LossSettingsByName[Name]) => Loss;
} = {
  'cross-entropy': createCrossEntropy,
  bce: createBce,
  aucm: createAucMargin,
};

export function createLoss(settings: Recipe['loss'], context: LossContext): Loss {
  const create = CREATORS[settings.name] as (context: LossContext, settings: Recipe['loss']) => Loss;
  return create(context, settings);
}
