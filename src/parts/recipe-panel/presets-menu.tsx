import { Menu, Text } from '@mantine/core';
import { houseRecipeFor, measuredText, withHouseRecipe } from '../../lab/house/house-recipes.ts';
import { useData } from '../../state/data/store.ts';
import { PRESETS } from '../../state/recipe/presets.ts';
import { setRecipe, useRecipe } from '../../state/recipe/store.ts';
import { type Opening, useOpening } from '../../ui/opener.tsx';

/** Recipes to start from; each keeps what it does not speak of. */
export function PresetsMenu({ opening }: { opening: Opening }) {
  const [opened, setOpened] = useOpening(opening);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" withinPortal>
      <Menu.Target>{opening.button}</Menu.Target>
      <Menu.Dropdown>
        <HouseItem />
        {(['Augmentation', 'Training'] as const).map((group) => (
          <div key={group}>
            <Menu.Label>{group}</Menu.Label>
            {PRESETS.filter((preset) => preset.group === group).map((preset) => (
              <Menu.Item
                key={preset.label}
                onClick={() => setRecipe(preset.apply(useRecipe.getState().recipe))}
              >
                <Text size="sm">{preset.label}</Text>
                <Text size="xs" c="dimmed" maw={260}>
                  {preset.explanation}
                </Text>
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The one that was found for sets like the one at hand. */
function HouseItem() {
  const dataset = useData((state) => state.dataset);
  const house = dataset && houseRecipeFor(dataset);
  if (!house) return null;
  return (
    <>
      <Menu.Label>For this set</Menu.Label>
      <Menu.Item onClick={() => setRecipe(withHouseRecipe(useRecipe.getState().recipe, house))}>
        <Text size="sm">House recipe for {house.label}</Text>
        <Text size="xs" c="dimmed" maw={260}>
          {house.explanation} {measuredText(house)}
        </Text>
      </Menu.Item>
    </>
  );
}
