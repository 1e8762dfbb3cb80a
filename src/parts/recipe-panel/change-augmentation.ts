import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';

/** @param settings absent: off */
export function changeAugmentation(name: AugmentationName, settings?: object): void {
  const { [name]: _before, ...rest } = useRecipe.getState().recipe.augment;
  changeRecipe({ augment: (settings ? { ...rest, [name]: settings } : rest) as Recipe['augment'] });
}

export function toggleAugmentation(name: AugmentationName): void {
  const on = useRecipe.getState().recipe.augment[name] !== undefined;
  changeAugmentation(name, on ? undefined : AUGMENTATIONS[name].settings.parse({}));
}
