import { Button, Text } from '@mantine/core';
import {
  houseRecipeFor,
  isHouseRecipe,
  measuredText,
  withHouseRecipe,
} from '../../lab/house/house-recipes.ts';
import { useData } from '../../state/data/store.ts';
import { useIsFirstMinute } from '../../state/first-minute/use-is-first-minute.ts';
import { setRecipe, useRecipe } from '../../state/recipe/store.ts';
import { useView } from '../../state/view/view.ts';
import classes from './house-note.module.css';

/**
 * The house recipe of the loaded set, with one press that takes it; nothing where the form holds it already, nor beside a
 * lesson, whose steps set the recipe, nor in the first minute, which offers changes of its own.
 */
export function HouseNote() {
  const dataset = useData((state) => state.dataset);
  const recipe = useRecipe((state) => state.recipe);
  const { lesson } = useView();
  const isFirstMinute = useIsFirstMinute();
  const house = dataset && lesson === null && !isFirstMinute ? houseRecipeFor(dataset) : null;
  if (!house || isHouseRecipe(recipe, house)) return null;
  return (
    <div role="note" aria-label="House recipe" className={classes.note}>
      <Text size="xs" c="dimmed">
        House recipe for {house.label}. {measuredText(house)}
      </Text>
      <Button
        size="compact-xs"
        variant="light"
        onClick={() => setRecipe(withHouseRecipe(useRecipe.getState().recipe, house))}
      >
        Use it
      </Button>
    </div>
  );
}
